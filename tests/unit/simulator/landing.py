"""Reads a landing zone back with nothing but the standard library, as a stranger would from the manifests."""

import csv
import gzip
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

Row = dict[str, str]


@dataclass(frozen=True)
class LandedFile:
    """A file with its manifest entry. rows are records as text; broken are lines that are no records."""

    path: str
    table: str
    kind: str
    business_date: date
    delivered_on: date
    entry: dict[str, Any]
    columns: list[str]
    rows: list[Row]
    broken: list[str]


def _text(value: object) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _read(path: Path, entry: dict[str, Any]) -> tuple[list[str], list[Row], list[str]]:
    if entry["format"] == "parquet":
        table = pq.read_table(path)
        return table.column_names, [{k: _text(v) for k, v in row.items()} for row in table.to_pylist()], []
    content = path.read_bytes()
    if entry["compression"] == "gzip":
        content = gzip.decompress(content)
    text = content.decode(entry["encoding"])
    rows: list[Row] = []
    broken: list[str] = []
    if entry["format"] == "jsonl":
        for line in text.splitlines():
            try:
                rows.append({name: _text(value) for name, value in json.loads(line).items()})
            except json.JSONDecodeError:
                broken.append(line)
        return list(rows[0]) if rows else [], rows, broken
    reader = csv.reader(io.StringIO(text), delimiter=entry["delimiter"])
    columns = next(reader)
    for record in reader:
        if len(record) == len(columns):
            rows.append(dict(zip(columns, record, strict=True)))
        else:
            broken.append(entry["delimiter"].join(record))
    return columns, rows, broken


def landed_files(landing: Path) -> Iterator[LandedFile]:
    """All files of a landing zone, in order of delivery."""
    for manifest_path in sorted(landing.glob("demo/*/*/manifest.json"), key=lambda path: path.parent.name):
        manifest = json.loads(manifest_path.read_text(encoding="utf-8"))
        for entry in manifest["files"]:
            path = manifest_path.parent / entry["file"]
            columns, rows, broken = _read(path, entry)
            yield LandedFile(
                path=path.relative_to(landing).as_posix(),
                table=entry["table"],
                kind=entry["kind"],
                business_date=date.fromisoformat(entry["business_date"]),
                delivered_on=date.fromisoformat(manifest["delivered_on"]),
                entry=entry,
                columns=columns,
                rows=rows,
                broken=broken,
            )


def is_decimal(text: str) -> bool:
    """Whether a text is a plain decimal number."""
    return text.removeprefix("-").replace(".", "", 1).isdigit()


def is_date(text: str) -> bool:
    """Whether a text is a date of the calendar."""
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def misfit(file: LandedFile, first: LandedFile) -> str | None:
    """Why a file does not fit its manifest, or the columns of its table's first file; None where it fits."""
    if not set(first.columns) <= set(file.columns):
        return "missing_column"
    if len(file.rows) + len(file.broken) != file.entry["rows"]:
        return "row_count_mismatch"
    column = file.entry["control_column"]
    if column is not None:
        total = sum((Decimal(row[column]) for row in file.rows if is_decimal(row[column])), Decimal(0))
        if total != Decimal(file.entry["control_total"]):
            return "control_total_mismatch"
    return None

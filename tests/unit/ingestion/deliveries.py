"""A small source to deliver from, and what a test wants to see of the raw zone."""

import csv
import gzip
import hashlib
import io
import json
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb

from orchestration.ingestion import Connector, IngestReport, LandedFile, Table, ingest, landed_files
from orchestration.ingestion.declaration import FileForm

LOADED_AT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
COLUMNS = ("id", "amount", "note")
LINEAGE = ("_source_file", "_file_sha256", "_row_number", "_business_date", "_delivered_on", "_loaded_at")

SHOP = Connector(
    source="shop",
    title="A shop",
    delivery="manifest",
    tables={name: Table(name, "till", COLUMNS, FileForm()) for name in ("sale", "refund")},
)


def csv_bytes(
    rows: Sequence[Sequence[str]], header: Sequence[str] = COLUMNS, delimiter: str = ",", encoding: str = "utf-8"
) -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\r\n").writerows([header, *rows])
    return text.getvalue().encode(encoding)


def entry(file: str, rows: int | None = None, **fields: Any) -> dict[str, Any]:
    """What a manifest says of one file; None takes a field out."""
    values = {"table": "sale", "file": file, "business_date": "2024-01-31", "kind": "delta", "rows": rows, **fields}
    return {key: value for key, value in values.items() if value is not None}


def deliver(
    landing: Path,
    contents: dict[str, bytes],
    entries: Sequence[dict[str, Any]] | None = None,
    *,
    day: str = "2024-01-31",
    system: str = "till",
    **head: Any,
) -> Path:
    """Put a delivery into the landing zone, the manifest last; returns its folder."""
    folder = landing / "shop" / system / day
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    files = entries if entries is not None else [entry(name, business_date=day) for name in contents]
    manifest = {"source": "shop", "system": system, "delivered_on": day, "files": list(files), **head}
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return folder


def take_in(home: Path, connector: Connector = SHOP, **options: Any) -> IngestReport:
    return ingest(home / "landing", home / "raw", connector, loaded_at=LOADED_AT, **options)


def records(home: Path) -> list[LandedFile]:
    return landed_files(home / "raw", "shop")


def table_rows(home: Path, table: str = "sale", columns: str = "*") -> list[tuple[Any, ...]]:
    """All landed rows of a table by file and row number."""
    paths = [str(path) for path in (home / "raw" / "shop" / table).glob("*.parquet") if ".rejects." not in path.name]
    query = f"SELECT {columns} FROM read_parquet(?, union_by_name=true) ORDER BY _source_file, _row_number"
    return duckdb.execute(query, [paths]).fetchall() if paths else []


def rejects(home: Path, table: str = "sale") -> list[tuple[int, str, str]]:
    """Line number, reason and text of all rejected lines of a table."""
    paths = [str(path) for path in (home / "raw" / "shop" / table).glob("*.rejects.parquet")]
    query = "SELECT _line_number, _reason, _text FROM read_parquet(?) ORDER BY _line_number"
    return duckdb.execute(query, [paths]).fetchall() if paths else []


def tree(raw: Path) -> dict[str, str]:
    """Every visible file of the raw zone with the sha256 of its bytes."""
    files = (path for path in raw.rglob("*") if path.is_file() and not path.name.startswith("."))
    return {str(path.relative_to(raw)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def many_deliveries(landing: Path, days: int, rows: int) -> None:
    """Sales and refunds, gzip and plain, with a broken row here and there and one file that is cut short."""
    for day in range(1, days + 1):
        when = date(2024, 1, day).isoformat()
        lines = [[f"{day}-{n}", f"{n}.25", f'text "{n}"'] for n in range(rows)]
        sales, refunds = csv_bytes(lines), csv_bytes(lines[: rows // 2])
        if day % 3 == 0:
            refunds += b"one field too few,1\r\n"
        deliver(
            landing,
            {"sale.csv.gz": gzip.compress(sales, mtime=0), "refund.csv": refunds},
            [
                entry("sale.csv.gz", rows + (day == 4), business_date=when, compression="gzip"),
                entry("refund.csv", business_date=when, table="refund"),
            ],
            day=when,
        )

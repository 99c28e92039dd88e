"""Writes extracts as files in the form of their system, and the manifest of each delivery."""

import csv
import gzip
import io
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

SOURCE = "demo"


@dataclass(frozen=True)
class System:
    """A source system and how it writes files."""

    name: str
    tables: tuple[str, ...]
    format: str = "csv"
    delimiter: str = ","
    encoding: str = "utf-8"


SYSTEMS = (
    System(
        "core_banking",
        (
            "customer",
            "customer_relationship",
            "product",
            "branch",
            "account",
            "account_holder",
            "account_balance",
            "transaction",
            "loan",
            "fee",
        ),
    ),
    System(
        "finance",
        (
            "ftp_curve",
            "ledger",
            "activity_cost",
            "activity_driver",
            "risk_parameter",
            "contribution_statement",
            "financial_statement",
            "customer_income",
            "exchange_rate",
        ),
        delimiter=";",
        encoding="utf-8-sig",
    ),
    System("human_resources", ("employee", "employee_assignment", "employee_survey"), encoding="gb18030"),
    System(
        "relationship_desk",
        (
            "complaint",
            "interaction",
            "survey_wave",
            "survey_question",
            "survey_response",
            "campaign",
            "campaign_contact",
            "stated_need",
        ),
        format="jsonl",
    ),
    System(
        "market",
        (
            "competitor",
            "market_share",
            "competitor_offer",
            "competitor_campaign",
            "competitor_strength",
            "company_register",
            "market_event",
        ),
        delimiter="|",
        encoding="latin-1",
    ),
)
SYSTEM_OF = {table: system for system in SYSTEMS for table in system.tables}
PARQUET_TABLES = ("company_register",)
ZIPPED_TABLES = ("transaction", "account_balance")
QUOTED_TABLES = ("customer",)
CONTROL_COLUMNS = {
    "transaction": "amount",
    "account_balance": "end_balance",
    "loan": "outstanding_amount",
    "fee": "amount",
    "ledger": "amount",
    "risk_parameter": "ead_amount",
}


@dataclass(frozen=True)
class Planted:
    """A row that is put into a file beside its good rows, before good row `place`.

    values is a record by column name, or a text that is no record of the file at all.
    """

    place: int
    values: dict[str, Any] | str


@dataclass
class Extract:
    """One file to deliver. declared is what the manifest tells of, where that is not what the file holds."""

    table: str
    data: pa.Table
    business_date: date
    kind: str
    label: str
    planted: list[Planted] = field(default_factory=list)
    declared: pa.Table | None = None

    @property
    def file_format(self) -> str:
        """csv, jsonl or parquet."""
        return "parquet" if self.table in PARQUET_TABLES else SYSTEM_OF[self.table].format

    @property
    def is_zipped(self) -> bool:
        """Whether the file is compressed with gzip."""
        return self.table in ZIPPED_TABLES

    @property
    def file_name(self) -> str:
        """The name within the delivery."""
        return f"{self.table}_{self.label}.{self.file_format}" + (".gz" if self.is_zipped else "")

    @property
    def rows(self) -> int:
        """Records that the manifest declares, planted ones included."""
        declared = self.data if self.declared is None else self.declared
        return int(declared.num_rows) + len(self.planted)


def text_of(value: object) -> str:
    """A value as CSV text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def csv_line(values: Iterable[Any], delimiter: str) -> str:
    """One CSV record, quoted where it must be, without line end."""
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=delimiter, lineterminator="").writerow([text_of(value) for value in values])
    return buffer.getvalue()


def _json_value(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    return float(value) if isinstance(value, Decimal) else value


def _json_line(record: dict[str, Any]) -> str:
    return json.dumps({name: _json_value(value) for name, value in record.items()}, ensure_ascii=False)


def _woven(lines: list[bytes], planted: list[Planted], encoded: list[bytes]) -> bytes:
    """Lines with the planted ones put in their places."""
    woven, done = [], 0
    for plant, line in sorted(zip(planted, encoded, strict=True), key=lambda pair: pair[0].place):
        woven += [*lines[done : plant.place], line]
        done = plant.place
    return b"".join([*woven, *lines[done:]])


def _csv_bytes(extract: Extract, system: System) -> bytes:
    sink = io.BytesIO()
    style = "needed" if extract.table in QUOTED_TABLES else "none"
    options = pa_csv.WriteOptions(include_header=False, delimiter=system.delimiter, quoting_style=style)
    pa_csv.write_csv(extract.data, sink, options)
    body = sink.getvalue()
    encoding = "utf-8" if system.encoding == "utf-8-sig" else system.encoding
    if encoding != "utf-8":
        body = body.decode("utf-8").encode(encoding)
    if extract.planted:
        encoded = [
            (
                plant.values if isinstance(plant.values, str) else csv_line(plant.values.values(), system.delimiter)
            ).encode(encoding)
            + b"\n"
            for plant in extract.planted
        ]
        body = _woven(body.splitlines(keepends=True), extract.planted, encoded)
    header = system.delimiter.join(extract.data.column_names) + "\n"
    return header.encode(system.encoding) + body


def _jsonl_bytes(extract: Extract) -> bytes:
    lines = [(_json_line(record) + "\n").encode() for record in extract.data.to_pylist()]
    encoded = [
        ((plant.values if isinstance(plant.values, str) else _json_line(plant.values)) + "\n").encode()
        for plant in extract.planted
    ]
    return _woven(lines, extract.planted, encoded)


def _parquet_bytes(extract: Extract) -> bytes:
    records = [plant.values for plant in extract.planted if isinstance(plant.values, dict)]
    data = extract.data
    if records:
        data = pa.concat_tables([data, pa.Table.from_pylist(records, schema=data.schema)])
    sink = io.BytesIO()
    pq.write_table(data, sink)
    return sink.getvalue()


def file_bytes(extract: Extract) -> bytes:
    """The content of an extract's file; the same bytes for the same extract."""
    if extract.file_format == "parquet":
        return _parquet_bytes(extract)
    if extract.file_format == "jsonl":
        return _jsonl_bytes(extract)
    content = _csv_bytes(extract, SYSTEM_OF[extract.table])
    return gzip.compress(content, compresslevel=1, mtime=0) if extract.is_zipped else content


def is_plain_decimal(text: str) -> bool:
    """Whether a text is an optional sign, digits and at most one point between digits."""
    return text.lstrip("-").replace(".", "", 1).isdigit()


def control_total(extract: Extract) -> str | None:
    """Sum of the control column over all records that read as plain decimals, or None where the table has
    none."""
    column = CONTROL_COLUMNS.get(extract.table)
    if column is None:
        return None
    declared = extract.data if extract.declared is None else extract.declared
    total = Decimal(pc.sum(declared[column]).as_py() or 0)
    for plant in extract.planted:
        if isinstance(plant.values, dict) and is_plain_decimal(text_of(plant.values[column])):
            total += Decimal(text_of(plant.values[column]))
    return f"{total:.2f}"


def manifest_entry(extract: Extract) -> dict[str, Any]:
    """What the manifest says about a file."""
    system = SYSTEM_OF[extract.table]
    is_csv, is_parquet = extract.file_format == "csv", extract.file_format == "parquet"
    return {
        "table": extract.table,
        "file": extract.file_name,
        "business_date": extract.business_date.isoformat(),
        "kind": extract.kind,
        "format": extract.file_format,
        **({"delimiter": system.delimiter} if is_csv else {}),
        "encoding": "utf-8" if is_parquet else system.encoding,
        "compression": "gzip" if extract.is_zipped else "none",
        "rows": extract.rows,
        "control_column": CONTROL_COLUMNS.get(extract.table),
        "control_total": control_total(extract),
    }


def landing_path(extract: Extract, delivered_on: date) -> str:
    """Path of an extract's file relative to the landing root."""
    return f"{SOURCE}/{SYSTEM_OF[extract.table].name}/{delivered_on.isoformat()}/{extract.file_name}"


def write_delivery(landing: Path, extracts: list[Extract], delivered_on: date) -> int:
    """All files of a day and a manifest per system, written after its files. Returns the number of files."""
    for system in SYSTEMS:
        own = [extract for extract in extracts if extract.table in system.tables]
        if not own:
            continue
        folder = landing / SOURCE / system.name / delivered_on.isoformat()
        folder.mkdir(parents=True, exist_ok=True)
        for extract in own:
            (folder / extract.file_name).write_bytes(file_bytes(extract))
        manifest = {
            "source": SOURCE,
            "system": system.name,
            "delivered_on": delivered_on.isoformat(),
            "files": [manifest_entry(extract) for extract in own],
        }
        text = json.dumps(manifest, indent=2, ensure_ascii=False) + "\n"
        (folder / "manifest.json").write_text(text, encoding="utf-8")
    return len(extracts)

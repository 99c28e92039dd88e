"""A tiny source with customers, accounts, payments and complaints, landed as ingestion would land it."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb

from orchestration.erasure.classification import PersonalColumn, Table, Tables
from orchestration.erasure.person import LandedTables, find_person
from orchestration.erasure.suppression import Suppression, read_suppression
from orchestration.ingestion import LandedFile
from orchestration.ingestion.parse import LINEAGE
from orchestration.ingestion.raw_zone import RawZone

SECRET, SOURCE = "tests", "demo"
Row = tuple[str | None, ...]


def number(raw: str, subject: str, masking: str = "surrogate_key") -> PersonalColumn:
    return PersonalColumn(raw, raw, "identifier", masking, subject)


def direct(raw: str, subject: str | None = None) -> PersonalColumn:
    return PersonalColumn(raw, raw, "direct_identifier", "dropped", subject)


TABLES: Tables = {
    "customer": Table(
        (
            number("customer_id", "customer"),
            direct("full_name", "customer"),
            direct("national_id", "customer"),
            direct("phone"),
            PersonalColumn("birth_date", "birth_date", "quasi_identifier", "year", None),
        )
    ),
    "holder": Table((number("account_id", "account"), number("customer_id", "customer"))),
    "payment": Table((number("account_id", "account"), number("other_account", "account", "dropped"))),
    "relation": Table((number("customer_id", "customer"), number("related_id", "customer"))),
    "complaint": Table(
        (
            number("customer_id", "customer"),
            number("employee_id", "employee"),
            PersonalColumn("words", "words", "free_text", "dropped", None),
        )
    ),
    "product": Table(),
}
COLUMNS = {
    "customer": ("customer_id", "full_name", "national_id", "phone", "birth_date", "branch"),
    "holder": ("account_id", "customer_id", "share"),
    "payment": ("payment_id", "account_id", "amount", "other_account", "purpose"),
    "relation": ("customer_id", "related_id", "kind"),
    "complaint": ("complaint_id", "customer_id", "employee_id", "words"),
    "product": ("product_id", "label"),
}


def write_rows(path: Path, table: str, rows: Sequence[Row]) -> Path:
    """The Parquet file of some rows, with lineage."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with duckdb.connect() as connection:
        columns = ", ".join(f'"{column}" VARCHAR' for column in COLUMNS[table])
        connection.execute(f"CREATE TABLE landed ({columns}, _row_number BIGINT)")
        for place, row in enumerate(rows, start=1):
            connection.execute(f"INSERT INTO landed VALUES ({', '.join('?' * (len(row) + 1))})", [*row, place])
        connection.execute(
            f"COPY (SELECT * EXCLUDE (_row_number), 'a.csv' AS _source_file, 'ab' AS _file_sha256, _row_number, "
            "DATE '2025-01-31' AS _business_date, DATE '2025-01-31' AS _delivered_on, "
            f"TIMESTAMP '2025-02-01' AS _loaded_at FROM landed) TO '{path}' (FORMAT parquet, COMPRESSION zstd)"
        )
    return path


def write_rejects(path: Path, lines: Sequence[str]) -> Path:
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE landed (_line_number BIGINT, _text VARCHAR, _reason VARCHAR)")
        for place, line in enumerate(lines, start=1):
            connection.execute("INSERT INTO landed VALUES (?, ?, 'broken_quotes')", [place, line])
        connection.execute(f"COPY landed TO '{path}' (FORMAT parquet)")
    return path


def read_rows(path: Path) -> list[Row]:
    """The rows of a file without their lineage, in their order."""
    with duckdb.connect() as connection:
        listed = f"* EXCLUDE ({', '.join(LINEAGE)})"
        return connection.execute(f"SELECT {listed} FROM read_parquet('{path}') ORDER BY _row_number").fetchall()


def read_lines(path: Path) -> list[str]:
    with duckdb.connect() as connection:
        query = f"SELECT _text FROM read_parquet('{path}') ORDER BY _line_number"
        return [line for (line,) in connection.execute(query).fetchall()]


def land(
    raw: Path, table: str, rows: Sequence[Row], lines: Sequence[str] = (), sha256: str | None = None
) -> LandedFile:
    """Land rows and rejected lines of a table in the raw zone."""
    zone, name = RawZone(raw / SOURCE), sha256 or f"{table}01"
    values = {
        "source": SOURCE,
        "system": "till",
        "table": table,
        "file": f"{SOURCE}/till/2025-01-31/{table}.csv",
        "sha256": name,
        "bytes": 1,
        "business_date": date(2025, 1, 31),
        "delivered_on": date(2025, 1, 31),
        "kind": "full",
        "rows_landed": len(rows) + len(lines),
        "rows_parsed": len(rows),
        "rows_rejected": len(lines),
        "columns": COLUMNS[table],
        "new_columns": (),
        "status": "landed",
        "loaded_at": datetime(2025, 2, 1, tzinfo=UTC).replace(tzinfo=None),
    }
    record = LandedFile(**{field.name: values.get(field.name) for field in fields(LandedFile)})
    with zone.opened(), zone.workplace() as folder:
        rejects = folder / "rejects.parquet"
        if lines:
            write_rejects(rejects, lines)
        zone.land(record, write_rows(folder / "rows.parquet", table, rows), rejects)
    return record


def suppression_of(raw: Path, customer: str) -> Suppression:
    """The list with one customer of the raw zone on it."""
    empty = read_suppression(raw, SOURCE, SECRET, TABLES)
    with duckdb.connect() as connection:
        person = find_person(LandedTables.of(connection, raw, SOURCE, TABLES), SOURCE, customer)
    return empty.with_customer(person.entry(empty, SECRET, "2025-03-01"))


def masked(suppression: Suppression, table: str, rows: Path, folder: Path) -> Path:
    """The file of rows without erased customers; itself where nothing changes."""
    folder.mkdir(parents=True, exist_ok=True)
    with duckdb.connect() as connection:
        changes = suppression.masked(connection, table, rows, rows.with_suffix(".none"), folder)
    return folder / rows.name if changes.any else rows

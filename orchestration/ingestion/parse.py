"""One delivered file to Parquet, every source column as text, with lineage columns beside them."""

from __future__ import annotations

import csv
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import chain
from pathlib import Path

import duckdb

from orchestration.ingestion.connector import Table
from orchestration.ingestion.control_total import control_total
from orchestration.ingestion.errors import HeldBackError, one_line
from orchestration.ingestion.json_lines import separate_objects
from orchestration.ingestion.manifest import DeliveredFile
from orchestration.ingestion.records import Separation, separate_records
from orchestration.ingestion.sql import literal, name, pattern
from orchestration.ingestion.transcode import (
    UndecodableError,
    plain_text,
    read_blocks,
    readable_text,
)

LINEAGE = ("_source_file", "_file_sha256", "_row_number", "_business_date", "_delivered_on", "_loaded_at")
ROWS, REJECTS = "rows.parquet", "rejects.parquet"
LONGEST_LINE = 2_000_000  # bytes, DuckDB's default


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a file holds: `rows_parsed` rows in the Parquet file, `rows_rejected` lines among the rejects."""

    columns: tuple[str, ...]
    rows_parsed: int
    rows_rejected: int
    control_total: Decimal | None

    @property
    def rows(self) -> int:
        """Every data record of the file."""
        return self.rows_parsed + self.rows_rejected


@dataclass(frozen=True, slots=True)
class Job:
    """One file to parse; what comes of it lies in `folder` as ROWS and, where there are any, REJECTS."""

    connection: duckdb.DuckDBPyConnection
    delivered: DeliveredFile
    sha256: str
    table: Table
    folder: Path
    loaded_at: datetime

    @property
    def rows(self) -> Path:
        return self.folder / ROWS

    @property
    def rejects(self) -> Path:
        return self.folder / REJECTS

    def blocks(self) -> closing[Generator[list[str], None, None]]:
        return closing(read_blocks(self.delivered.path, self.delivered.file, self.delivered.form))


def parse(job: Job) -> Parsed:
    """Write `job.rows`, and `job.rejects` where lines are not records; raises HeldBackError.

    Text is landed as delivered, neither trimmed nor typed. An empty CSV field is NULL, in quotes or not;
    an empty JSON or Parquet text stays empty. `_row_number` counts the data records of the file from 1,
    rejected ones too. A JSON lines file lacks a column when none of its objects has the key.
    """
    if job.delivered.form.format == "csv":
        columns, parsed, rejected = _parse_csv(job)
    elif job.delivered.form.format == "jsonl":
        columns, parsed, rejected = _parse_json_lines(job)
    else:
        columns, parsed, rejected = _parse_parquet(job)
    control_column, total = job.delivered.control_column, None
    if control_column is not None:
        if control_column not in columns:
            raise _missing(job, [control_column], columns)
        total = control_total(job.connection, job.rows, control_column)
    return Parsed(tuple(columns), parsed, rejected, total)


def _parse_csv(job: Job) -> tuple[list[str], int, int]:
    form = job.delivered.form
    columns = _header(job)
    _check_columns(job, columns)
    with suppress(UndecodableError, duckdb.InvalidInputException):
        plain = plain_text(job.delivered.path, job.delivered.file, form, job.folder / "plain.csv")
        if plain.line_end:
            types = dict.fromkeys(columns, "VARCHAR")
            source = _read_csv(plain.path, types, form.delimiter, plain.line_end, "header=true")
            return columns, _copy_rows(job, columns, "row_number() OVER ()", source), 0
    # some line is not a record or not text, or line ends are mixed: the careful way looks at every line
    with _separation(job, form.delimiter) as into, job.blocks() as blocks:
        separate_records(blocks, len(columns), into)
    _copy_separation(job, columns, into)
    return columns, into.parsed, into.rejected


def _parse_json_lines(job: Job) -> tuple[list[str], int, int]:
    with _separation(job, ",") as into, job.blocks() as blocks:
        columns = separate_objects(chain.from_iterable(blocks), into)
    if not into.parsed:
        columns = list(job.table.columns)
    _check_columns(job, columns)
    _copy_separation(job, columns, into)
    return columns, into.parsed, into.rejected


def _parse_parquet(job: Job) -> tuple[list[str], int, int]:
    source = f"read_parquet({pattern(job.delivered.path)}, file_row_number=true)"
    try:
        described = job.connection.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()
        columns = [row[0] for row in described if row[0] != "file_row_number"]
        _check_columns(job, columns)
        return columns, _copy_rows(job, columns, "file_row_number + 1", source), 0
    except duckdb.Error as error:
        if isinstance(error, duckdb.OutOfMemoryException) or str(job.folder) in str(error):
            raise
        raise _unreadable(job, "Parquet", error) from error


def _unreadable(job: Job, form: str, error: Exception) -> HeldBackError:
    problem = f"cannot be read as {form} ({one_line(error)})"
    return HeldBackError("unreadable", f"{job.delivered.file}: {problem}; deliver the file again and run again")


def _header(job: Job) -> list[str]:
    form = job.delivered.form
    try:
        with job.blocks() as blocks:
            names = next(csv.reader(chain.from_iterable(blocks), delimiter=form.delimiter), [])
    except csv.Error as error:
        raise _bad_header(job, f"cannot be read ({one_line(error)})") from error
    if not names:
        raise _bad_header(job, "is missing, the file is empty or begins with a blank line")
    try:
        "".join(names).encode()
    except UnicodeEncodeError as error:
        shown = readable_text(form.delimiter.join(names))[:100]
        raise _bad_header(job, f"is not text in {form.encoding} ({shown})") from error
    return names


def _check_columns(job: Job, names: Sequence[str]) -> None:
    seen: set[str] = set()
    for position, column in enumerate(names, start=1):
        if not column:
            raise _bad_header(job, f"has no name for column {position}")
        if column.lower() in seen:
            raise _bad_header(job, f"names column {column!r} twice")
        if column.lower() in LINEAGE:
            raise _bad_header(job, f"uses {column!r}, a name that the raw zone keeps for lineage")
        seen.add(column.lower())
    missing = [column for column in job.table.columns if column not in names]
    if missing:
        raise _missing(job, missing, names)


def _bad_header(job: Job, problem: str) -> HeldBackError:
    return HeldBackError(
        "unreadable", f"{job.delivered.file}: the header {problem}; deliver one name per column and run again"
    )


def _missing(job: Job, missing: Sequence[str], names: Sequence[str]) -> HeldBackError:
    found = ", ".join(names)
    return HeldBackError(
        "missing_column",
        f"{job.delivered.file}: missing column {', '.join(missing)}, found {found[:300]}; deliver the file "
        f"with every column of table {job.delivered.table}, or correct its delimiter or the connector, and run again",
    )


@contextmanager
def _separation(job: Job, delimiter: str) -> Iterator[Separation]:
    with (job.folder / "sound.csv").open("wb") as sound, (job.folder / "rejected.csv").open("wb") as rejects:
        yield Separation(sound, rejects, delimiter)


def _copy_separation(job: Job, columns: Sequence[str], done: Separation) -> None:
    options = "header=false, parallel=false, null_padding=true, allow_quoted_nulls=false"
    if done.longest >= LONGEST_LINE:
        options += f", max_line_size={done.longest + 1}, buffer_size={2 * done.longest + 2}"
    types = dict.fromkeys(columns, "VARCHAR")
    lines = _read_csv(job.folder / "sound.csv", types, done.delimiter, "\n", options)
    source = f"(SELECT *, row_number() OVER () AS _row_number FROM {lines})"
    if done.rejected:
        source += f" WHERE {name(columns[0])} IS DISTINCT FROM {literal(done.marker)}"
    try:
        rows = _copy_rows(job, columns, "_row_number", source)
    except duckdb.InvalidInputException as error:
        raise _unreadable(job, job.delivered.form.format, error) from error
    if rows != done.parsed:
        problem = ValueError(f"{done.parsed:,} rows were found and {rows:,} of them could be written")
        raise _unreadable(job, job.delivered.form.format, problem)
    if done.rejected:
        types = {"_line_number": "BIGINT", "_reason": "VARCHAR", "_text": "VARCHAR"}
        source = _read_csv(job.folder / "rejected.csv", types, ",", "\n", options)
        day, delivered_on = job.delivered.business_date, job.delivered.delivered_on
        job.connection.execute(
            f"""
            COPY (
                SELECT {literal(job.delivered.file)} AS _source_file, {literal(job.sha256)} AS _file_sha256,
                    _line_number, _text, _reason, DATE '{day}' AS _business_date, DATE '{delivered_on}' AS _delivered_on
                FROM {source}
            ) TO {literal(job.rejects)} (FORMAT parquet, COMPRESSION zstd)
            """
        )


def _copy_rows(job: Job, columns: Sequence[str], row_number: str, source: str) -> int:
    texts = ", ".join(f"CAST({name(column)} AS VARCHAR) AS {name(column)}" for column in columns)
    day, delivered_on = job.delivered.business_date, job.delivered.delivered_on
    row = job.connection.execute(
        f"""
        COPY (
            SELECT {texts}, {literal(job.delivered.file)} AS _source_file, {literal(job.sha256)} AS _file_sha256,
                CAST({row_number} AS BIGINT) AS _row_number,
                DATE '{day}' AS _business_date, DATE '{delivered_on}' AS _delivered_on,
                TIMESTAMP '{job.loaded_at.isoformat(sep=" ")}' AS _loaded_at
            FROM {source}
        ) TO {literal(job.rows)} (FORMAT parquet, COMPRESSION zstd)
        """
    ).fetchone()
    return int(row[0]) if row else 0


def _read_csv(path: Path, types: dict[str, str], delimiter: str, line_end: str, options: str) -> str:
    columns = ", ".join(f"{literal(column)}: '{kind}'" for column, kind in types.items())
    line_end = line_end.replace("\r", "\\r").replace("\n", "\\n")
    return (
        f"read_csv({pattern(path)}, auto_detect=false, columns={{{columns}}}, delim={literal(delimiter)}, "
        f"new_line={literal(line_end)}, "
        f"""quote='"', escape='"', nullstr='', compression='none', {options})"""
    )

"""One attempt to build a batch, as the ledger keeps it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

import duckdb

from orchestration.home import Home, source_set
from orchestration.ingestion.sql import literal
from orchestration.ledger.chain import Entry, Place, append, read_chain
from orchestration.ledger.measures import MEASURED_COLUMNS, Measured, checked_tables, fact_dimensions, landed_tables
from orchestration.run import Batch

Status = Literal["passed", "blocked", "failed"]

ATTEMPT_COLUMNS = {
    "ledger_number": "INTEGER",
    "batch_id": "VARCHAR",
    "attempt_number": "INTEGER",
    "as_of_date": "DATE",
    "source_set": "VARCHAR",
    "status_code": "VARCHAR",
    "stopped_at": "VARCHAR",
    "code_version": "VARCHAR",
    "started_at": "TIMESTAMP",
    "recorded_at": "TIMESTAMP",
    "previous_sha256": "VARCHAR",
}
COLUMNS = ATTEMPT_COLUMNS | MEASURED_COLUMNS


@dataclass(frozen=True)
class Attempt:
    """How far an attempt came.

    `passed`: all critical checks did. `blocked`: one of them, a dbt test included, did not. `failed`: a model could
    not be built. `stopped_at` is the step at which it ended, None where it passed; `layers` are the layers that
    were built to the end: those behind still hold an earlier batch. `failed_tests` are the dbt tests that stopped
    it, as (layer, table).
    """

    batch: Batch
    status: Status
    layers: Sequence[str]
    started_at: datetime
    recorded_at: datetime
    stopped_at: str | None = None
    failed_tests: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True)
class AttemptTotals:
    """An attempt in a line; counts of rows are None where staging was not built."""

    number: int
    batch_id: str
    as_of: str
    sources: str
    status: str
    stopped_at: str | None
    rows_landed: int
    rows_staged: int | None
    rows_quarantined: int | None
    checks_failed: int


def record_attempt(home: Home, attempt: Attempt) -> Entry:
    """Add what the build database and the check results say of an attempt to the ledger.

    Raises:
        LedgerError: the ledger was changed by hand; nothing is added.
    """
    batch = attempt.batch
    records = [
        Measured("batch"),
        *landed_tables(home, batch, is_staged="staging" in attempt.layers),
        *(fact_dimensions(home.build_database(batch.sources)) if "warehouse" in attempt.layers else ()),
        *checked_tables(home.checks, attempt.failed_tests),
    ]

    def write(place: Place, path: Path) -> None:
        head = (
            place.number,
            batch.batch_id,
            place.attempt_number,
            batch.as_of,
            source_set(batch.sources),
            attempt.status,
            attempt.stopped_at,
            batch.code_version,
            attempt.started_at.replace(tzinfo=None),
            attempt.recorded_at.replace(tzinfo=None),
            place.previous_sha256,
        )
        _write_parquet(path, [(*head, *record.values()) for record in records])

    return append(home.ledger, batch.batch_id, write)


def attempt_totals(folder: Path) -> list[AttemptTotals]:
    """Every attempt in a line, oldest first.

    Raises:
        LedgerError: the ledger was changed by hand.
    """
    paths = [str(entry.path) for entry in read_chain(folder)]
    if not paths:
        return []
    rows = duckdb.execute(
        """
        SELECT
            ledger_number, batch_id, as_of_date::varchar, source_set, status_code, stopped_at,
            coalesce(sum(rows_landed), 0)::bigint, sum(rows_staged)::bigint, sum(rows_quarantined)::bigint,
            coalesce(sum(checks_failed_critical + checks_failed_warning), 0)::bigint
        FROM read_parquet(?, union_by_name = true)
        GROUP BY ALL ORDER BY ledger_number
        """,
        [paths],
    ).fetchall()
    return [AttemptTotals(*row) for row in rows]


def _write_parquet(path: Path, rows: Sequence[tuple[object, ...]]) -> None:
    definition = ", ".join(f"{name} {kind}" for name, kind in COLUMNS.items())
    with duckdb.connect() as connection:
        connection.execute(f"CREATE TABLE entry ({definition})")
        connection.executemany(f"INSERT INTO entry VALUES ({', '.join('?' * len(COLUMNS))})", rows)
        connection.execute(f"COPY entry TO {literal(path)} (FORMAT parquet)")

"""What a batch did to each table: rows landed and kept, facts joined to dimensions, checks passed and failed."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from pathlib import Path

import duckdb

from expectations.runner import CheckResult, read_results
from orchestration.home import Home
from orchestration.ingestion import LandedFile
from orchestration.run import Batch, files_of

UNKNOWN = -1  # the member of every dimension that stands for what no source tells

STAGED = """
    SELECT source_system, table_name, sum(rows_staged)::bigint, sum(rows_quarantined)::bigint,
           sum(rows_duplicate)::bigint
    FROM staging.row_reconciliation JOIN staging.landed_file USING (source_system, table_name, source_file_sha256)
    WHERE status = 'landed' AND delivered_on <= ?
    GROUP BY source_system, table_name
"""


@dataclass(frozen=True)
class Measured:
    """One row of an entry; what does not belong to its record type is None. Fields in the order of the columns."""

    record_type: str
    layer_name: str | None = None
    source_system: str | None = None
    table_name: str | None = None
    key_name: str | None = None
    dimension_name: str | None = None
    files_landed: int | None = None
    files_held_back: int | None = None
    control_total_declared: Decimal | None = None
    control_total_landed: Decimal | None = None
    rows_landed: int | None = None
    rows_staged: int | None = None
    rows_quarantined: int | None = None
    rows_duplicate: int | None = None
    rows_in_fact: int | None = None
    rows_joined: int | None = None
    rows_unknown: int | None = None
    checks_passed: int | None = None
    checks_failed_critical: int | None = None
    checks_failed_warning: int | None = None
    checks_not_applicable: int | None = None

    def values(self) -> tuple[object, ...]:
        """The fields in their order."""
        return tuple(getattr(self, field.name) for field in fields(self))


_SQL_TYPES = {str: "VARCHAR", str | None: "VARCHAR", int | None: "BIGINT", Decimal | None: "DECIMAL(38,2)"}
MEASURED_COLUMNS = {field.name: _SQL_TYPES[field.type] for field in fields(Measured)}  # type: ignore[index]


def landed_tables(home: Home, batch: Batch, *, is_staged: bool) -> Iterator[Measured]:
    """One per source and table of which a file was delivered by the as-of date.

    What landed is told by the records of the raw zone, what was staged by the reconciliation of the build database:
    two witnesses that must agree.
    """
    files: dict[tuple[str, str], list[LandedFile]] = defaultdict(list)
    for file in files_of(home, batch.sources):
        if file.delivered_on <= batch.as_of:
            files[file.source, file.table].append(file)
    kept: dict[tuple[str, str], tuple[int, int, int]] = {}
    if is_staged:
        with duckdb.connect(str(home.build_database(batch.sources)), read_only=True) as connection:
            rows = connection.execute(STAGED, [batch.as_of]).fetchall()
        kept = {(source, table): (staged, bad, repeated) for source, table, staged, bad, repeated in rows}
    for (source, table), delivered in sorted(files.items()):
        landed = [file for file in delivered if file.status == "landed"]
        nothing = (0, 0, 0) if is_staged else (None, None, None)
        staged, quarantined, duplicate = kept.get((source, table), nothing)
        yield Measured(
            "landed_table",
            layer_name="raw",
            source_system=source,
            table_name=table,
            files_landed=len(landed),
            files_held_back=len(delivered) - len(landed),
            control_total_declared=_total(file.control_total_declared for file in delivered),
            control_total_landed=_total(file.control_total_landed for file in landed),
            rows_landed=sum(file.rows_landed or 0 for file in landed),
            rows_staged=staged,
            rows_quarantined=quarantined,
            rows_duplicate=duplicate,
        )


def fact_dimensions(database: Path) -> Iterator[Measured]:
    """One per fact and key that points to a dimension: how many of its rows find a member that is known."""
    with duckdb.connect(str(database), read_only=True) as connection:
        columns: dict[str, set[str]] = defaultdict(set)
        for table, column in connection.execute(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'warehouse'"
        ).fetchall():
            columns[table].add(column)
        by_fact: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for fact, key, dimension in dimension_keys(columns):
            by_fact[fact].append((key, dimension))
        for fact, keys in by_fact.items():
            counts = [
                f"count(*) FILTER (WHERE {key} IN (SELECT {key} FROM warehouse.{dimension} WHERE {key} <> {UNKNOWN}))"
                for key, dimension in keys
            ]
            found = connection.execute(f"SELECT count(*), {', '.join(counts)} FROM warehouse.{fact}").fetchone()
            rows, *joined = found or (0, *(0 for _ in keys))
            for (key, dimension), known in zip(keys, joined, strict=True):
                yield Measured(
                    "fact_dimension",
                    layer_name="warehouse",
                    table_name=fact,
                    key_name=key,
                    dimension_name=dimension,
                    rows_in_fact=rows,
                    rows_joined=known,
                    rows_unknown=rows - known,
                )


def dimension_keys(columns: Mapping[str, Iterable[str]]) -> list[tuple[str, str, str]]:
    """(fact, key, dimension) by the names: `x_key` and `x_version_key` of a fact point to dim_x where that has them."""
    found = []
    for fact in sorted(table for table in columns if table.startswith("fct_")):
        for key in sorted(column for column in columns[fact] if column.endswith("_key")):
            dimension = f"dim_{key.removesuffix('_key').removesuffix('_version')}"
            if key in columns.get(dimension, ()):
                found.append((fact, key, dimension))
    return found


def checked_tables(results: Path, failed_tests: Sequence[tuple[str, str]]) -> Iterator[Measured]:
    """One per layer and table with an expectation, or with a dbt test that failed: a test of dbt is critical."""
    checks: dict[tuple[str, str], list[CheckResult]] = defaultdict(list)
    for result in read_results(results):
        checks[result.layer, result.table].append(result)
    for layer, table in sorted(checks.keys() | set(failed_tests)):
        of_table = checks[layer, table]
        failed = [check for check in of_table if not check.success]
        critical = sum(check.is_critical_failure for check in failed)
        source, _, name = table.rpartition("__") if layer == "raw" else ("", "", table)
        yield Measured(
            "checked_table",
            layer_name=layer,
            source_system=source or None,
            table_name=name,
            checks_passed=sum(check.success and check.is_applicable for check in of_table),
            checks_failed_critical=critical + sum(test == (layer, table) for test in failed_tests),
            checks_failed_warning=len(failed) - critical,
            checks_not_applicable=sum(not check.is_applicable for check in of_table),
        )


def _total(totals: Iterable[str | None]) -> Decimal | None:
    """The sum of what is declared or computed; None where no file has a control total."""
    known = [Decimal(total) for total in totals if total is not None]
    return sum(known, Decimal(0)) if known else None

"""What a closed month showed is what a warehouse would have shown that had run on the day it was closed."""

import shutil
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import duckdb
import pytest

from tests.unit.warehouse.late_bank import EVENT_DATES, MONTH_ENDS, ROWS, file_of, late, on_time, punctual
from tests.unit.warehouse.warehouse_project import (
    Delivery,
    WarehouseProject,
    deliver,
    make_database,
    make_project,
)

pytestmark = pytest.mark.slow

AS_OF = date(2024, 6, 30)
LAYERS = (
    "models/private",
    "models/warehouse/dimensions",
    "models/warehouse/bridges",
    "models/warehouse/facts",
    "models/warehouse/contribution",
    "models/warehouse/restatement",
    "models/marts/_recurring_columns_of_marts.md",
    "models/marts/contribution/contribution_restatement.sql",
    "models/marts/contribution/contribution_restatement_monthly.sql",
)
LINES = (
    *("interest_income", "penalty_interest", "interest_expense", "ftp_charge", "ftp_credit", "fee_income"),
    *("fee_refund", "return_on_capital", "expected_loss", "operating_cost", "tax", "net_income"),
    *("economic_capital", "capital_charge", "revaluation_difference"),
)
SELECT = ("--select", "+contribution_restatement_monthly")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> WarehouseProject:
    folder = tmp_path_factory.mktemp("restatement_project")
    parameters = {"month_closing_days": "5", "return_on_capital_rate": "0.03"}
    return make_project(folder, LAYERS, EVENT_DATES, parameters)


@pytest.fixture(scope="module")
def bank(project: WarehouseProject, tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """The bank as of now, and as each closing day knew it, in catalogs now and d2024_02_05 …"""
    folder = tmp_path_factory.mktemp("late_bank")
    make_database(folder / "now.duckdb")
    for delivery in _deliveries():
        deliver(folder / "now.duckdb", delivery)
    project.build(folder / "now.duckdb", AS_OF, "seed")
    shutil.copy(folder / "now.duckdb", folder / "delivered.duckdb")
    project.build(folder / "now.duckdb", AS_OF, "run", *SELECT)
    with duckdb.connect() as connection:
        connection.execute(f"attach '{folder}/now.duckdb' as now (read_only)")
        days = connection.execute("select distinct closed_on from now.intermediate.closed_month").fetchall()
        for (day,) in days:
            name = _catalog(day)
            shutil.copy(folder / "delivered.duckdb", folder / f"{name}.duckdb")
            project.build(folder / f"{name}.duckdb", day, "run", *SELECT)
            connection.execute(f"attach '{folder}/{name}.duckdb' as {name} (read_only)")
        yield connection


def test_published_is_what_a_run_on_the_closing_day_showed(bank: duckdb.DuckDBPyConnection) -> None:
    closed = _closed_months(bank)
    assert len(closed) == 10
    for source, month_end, day in closed:
        shown = _customers(bank, _catalog(day), source, month_end)
        published = _customers(bank, "now", source, month_end) | _restatement(bank, source, month_end, "published")
        assert {key: amount for key, amount in published.items() if amount} == shown, (source, month_end)


def test_restated_is_what_is_known_now(bank: duckdb.DuckDBPyConnection) -> None:
    for source, month_end, _ in _closed_months(bank):
        restated = _restatement(bank, source, month_end, "restated")
        known_now = _customers(bank, "now", source, month_end)
        assert restated == {key: known_now.get(key, Decimal(0)) for key in restated}
    assert _value(bank, "select count(*) from now.marts.contribution_restatement") > 100


def test_totals_of_a_month_are_those_of_its_closing_day(bank: duckdb.DuckDBPyConnection) -> None:
    for source, month_end, day in _closed_months(bank):
        rows = bank.execute(
            "select line_code, published_amount, restated_amount from now.marts.contribution_restatement_monthly "
            "where source_system = ? and month_end_date = ?",
            [source, month_end],
        ).fetchall()
        then, now = (_totals(bank, catalog, source, month_end) for catalog in (_catalog(day), "now"))
        assert {line: (published, restated) for line, published, restated in rows} == {
            line: (then[line], now[line]) for line in LINES
        }


def test_a_month_that_is_not_closed_has_no_restatement(bank: duckdb.DuckDBPyConnection) -> None:
    (first_day, *_) = sorted({day for *_, day in _closed_months(bank)})
    months = f"select max(month_end_date) from {_catalog(first_day)}.marts.contribution_restatement_monthly"
    assert _value(bank, months) == MONTH_ENDS[0]
    assert _value(bank, f"select count(*) from {_catalog(first_day)}.marts.contribution_restatement") == 0


def test_the_order_of_files_and_the_number_of_runs_make_no_difference(
    project: WarehouseProject, tmp_path: Path
) -> None:
    deliveries = _deliveries()
    for name, files in (("once", deliveries), ("twice", deliveries[::-1])):
        make_database(tmp_path / f"{name}.duckdb")
        project.build(tmp_path / f"{name}.duckdb", AS_OF, "seed")
        if name == "twice":
            for delivery in files[::2]:
                deliver(tmp_path / "twice.duckdb", delivery)
            project.build(tmp_path / "twice.duckdb", date(2024, 5, 31), "run", *SELECT)
        for delivery in files[1::2] if name == "twice" else files:
            deliver(tmp_path / f"{name}.duckdb", delivery)
        project.build(tmp_path / f"{name}.duckdb", AS_OF, "run", *SELECT)
    with duckdb.connect() as connection:
        for name in ("once", "twice"):
            connection.execute(f"attach '{tmp_path}/{name}.duckdb' as {name} (read_only)")
        once, twice = (f"from {name}.marts.contribution_restatement" for name in ("once", "twice"))
        assert _value(connection, f"select count(*) {once}") > 100
        different = f"({once} except all {twice}) union all ({twice} except all {once})"
        assert connection.execute(different).fetchall() == []


def test_a_late_file_restates_exactly_the_months_that_it_touches(project: WarehouseProject, tmp_path: Path) -> None:
    """On an otherwise punctual bank; before it lands nothing is restated. Months closed later knew it in time."""
    landed_on = date(2024, 4, 20)
    path = tmp_path / "punctual.duckdb"
    make_database(path)
    random = Random(9)
    for delivery in punctual(random):
        deliver(path, delivery)
    project.build(path, AS_OF, "seed")
    project.build(path, AS_OF, "run", *SELECT)
    shutil.copy(path, tmp_path / "before.duckdb")
    deliver(path, file_of(random, "transaction", MONTH_ENDS[1], landed_on, 5))
    project.build(path, AS_OF, "run", *SELECT)
    with duckdb.connect() as connection:
        connection.execute(f"attach '{path}' as now (read_only)")
        connection.execute(f"attach '{tmp_path}/before.duckdb' as before (read_only)")
        assert _value(connection, "select count(*) from before.marts.contribution_restatement") == 0
        changed = set()
        for source, month_end, closed_on in _closed_months(connection):
            before, after = (_customers(connection, name, source, month_end) for name in ("before", "now"))
            changed |= {
                (source, month_end, customer, line)
                for customer, line in before.keys() | after.keys()
                if closed_on < landed_on and before.get((customer, line), 0) != after.get((customer, line), 0)
            }
        restated = connection.execute(
            "select source_system, month_end_date, customer_key, line_code from now.marts.contribution_restatement "
            "where difference_amount <> 0"
        ).fetchall()
        assert changed
        assert set(restated) == changed


def _deliveries() -> list[Delivery]:
    random = Random(4)
    return [*on_time(random), *late(random, [*ROWS, *ROWS])]


def _catalog(day: date) -> str:
    return f"d{day:%Y_%m_%d}"


def _closed_months(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, date, date]]:
    return connection.execute(
        "select source_system, month_end_date, closed_on from now.intermediate.closed_month"
    ).fetchall()


def _customers(
    connection: duckdb.DuckDBPyConnection, catalog: str, source: str, month_end: date
) -> dict[tuple[int, str], Decimal]:
    """Every line of every customer that is not 0; the unknown customer is one of them."""
    sums = ", ".join(f"sum({line}_amount)" for line in LINES)
    rows = connection.execute(
        f"select customer_key, {sums} from {catalog}.warehouse.fct_contribution_part_monthly "
        "where source_system = ? and month_end_date = ? group by customer_key",
        [source, month_end],
    ).fetchall()
    return {
        (customer, line): amount
        for customer, *amounts in rows
        for line, amount in zip(LINES, amounts, strict=True)
        if amount
    }


def _restatement(
    connection: duckdb.DuckDBPyConnection, source: str, month_end: date, side: str
) -> dict[tuple[int, str], Decimal]:
    rows = connection.execute(
        f"select customer_key, line_code, coalesce({side}_amount, 0) from now.marts.contribution_restatement "
        "where source_system = ? and month_end_date = ?",
        [source, month_end],
    ).fetchall()
    return {(customer, line): amount for customer, line, amount in rows}


def _totals(connection: duckdb.DuckDBPyConnection, catalog: str, source: str, month_end: date) -> dict[str, Decimal]:
    customers = _customers(connection, catalog, source, month_end)
    return {line: sum((amount for (_, of), amount in customers.items() if of == line), Decimal(0)) for line in LINES}


def _value(connection: duckdb.DuckDBPyConnection, query: str) -> Any:
    row = connection.execute(query).fetchone()
    assert row is not None
    return row[0]

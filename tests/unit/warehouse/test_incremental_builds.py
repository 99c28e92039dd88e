"""Monthly facts are built file by file; they must be what a build from nothing gives, row for row."""

import shutil
from datetime import date
from pathlib import Path
from random import Random

import duckdb
import pytest

from tests.unit.warehouse.random_bank import all_accounts, file_of, four_months
from tests.unit.warehouse.warehouse_project import (
    Delivery,
    WarehouseProject,
    deliver,
    make_database,
    make_project,
)

pytestmark = pytest.mark.slow

# Each piece of news comes alone, so that nothing else makes its months be computed.
NEWS = [
    ("late versions of accounts", "account", date(2024, 2, 10)),
    ("late rates", "exchange_rate", date(2024, 3, 5)),
    ("corrections that move transactions to another month", "transaction", date(2024, 5, 14)),
    ("late transactions", "transaction", date(2024, 2, 20)),
    ("corrections that move fees to another month", "fee", date(2024, 5, 16)),
    ("late fees", "fee", date(2024, 2, 20)),
    ("late loans", "loan", date(2024, 2, 29)),
    ("late balances", "account_balance", date(2024, 2, 29)),
]
FACTS = ("fct_transaction", "fct_fee", "fct_loan_monthly", "fct_account_balance_monthly")
SELECT = ("--select", *(f"+{fact}" for fact in FACTS), "--exclude", "resource_type:unit_test")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> WarehouseProject:
    return make_project(tmp_path_factory.mktemp("warehouse_project"))


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "build.duckdb"
    make_database(path)
    return path


def test_incremental_builds_equal_a_build_from_nothing(project: WarehouseProject, database: Path) -> None:
    random = Random(1)
    for delivery in four_months(random):
        deliver(database, delivery)
    _build_and_compare(project, database, date(2024, 4, 30), "four months")
    _build_and_compare(project, database, date(2024, 5, 10), "rows dated ahead come due, no file comes")
    deliver(database, all_accounts(random, date(2024, 5, 11)))
    _build_and_compare(project, database, date(2024, 5, 11), "accounts that facts have waited for")
    for number, (news, entity, business_date) in enumerate(NEWS):
        today = date(2024, 5, 12 + number)
        deliver(database, file_of(random, entity, business_date, today))
        _build_and_compare(project, database, today, news)
    _build_and_compare(project, database, date(2024, 3, 31), "looking back forgets what was learnt since")


def _build_and_compare(project: WarehouseProject, database: Path, as_of: date, news: str) -> None:
    project.build(database, as_of, "run", *SELECT)
    assert _differences_from_nothing(project, database, as_of) == {}, news


def test_only_touched_months_are_computed(project: WarehouseProject, database: Path) -> None:
    january, february, march = (date(2024, month, 15) for month in (1, 2, 3))
    for number, day in enumerate((january, february, march)):
        deliver(database, _transaction(number, day, delivered_on=day))
    project.build(database, date(2024, 3, 31), "run", *SELECT)

    deliver(database, _transaction(9, january, delivered_on=date(2024, 4, 1)))
    project.build(database, date(2024, 4, 1), "run", *SELECT)
    compiled = project.compiled(database, "fct_transaction")
    assert "booking_date >= date '2024-01-01' and booking_date < date '2024-02-01'" in compiled
    assert "2024-03-01" not in compiled
    assert _count(database, "fct_transaction") == 4

    project.build(database, date(2024, 4, 1), "run", *SELECT)
    assert "where false" in project.compiled(database, "fct_transaction")
    assert _count(database, "fct_transaction") == 4


def _transaction(number: int, day: date, delivered_on: date) -> Delivery:
    row = {
        "source_system": "demo",
        "transaction_number": f"T{number}",
        "account_number": "A1",
        "booking_date": day,
        "value_date": day,
        "amount": 10,
        "credit_debit_indicator": "CRDT",
        "currency_code": "CNY",
        "channel_code": "atm",
        "purpose_code": "cash",
        "is_customer_initiated": True,
    }
    return Delivery(f"file{number}", "transaction", day, delivered_on, [row])


def _differences_from_nothing(project: WarehouseProject, database: Path, as_of: date) -> dict[str, int]:
    other = database.with_name("from_nothing.duckdb")
    shutil.copy(database, other)
    project.build(other, as_of, "run", "--full-refresh", *SELECT)
    with duckdb.connect() as connection:
        connection.execute(f"attach '{database}' as grown (read_only); attach '{other}' as built (read_only)")
        tables = [f"warehouse.{fact}" for fact in FACTS] + ["private.consumed_file"]
        counts = {table: connection.execute(_difference(table)).fetchall()[0][0] for table in tables}
    return {table: count for table, count in counts.items() if count}


def _difference(table: str) -> str:
    grown, built = f"from grown.{table}", f"from built.{table}"
    return f"select count(*) from (({grown} except all {built}) union all ({built} except all {grown}))"


def _count(database: Path, fact: str) -> int:
    with duckdb.connect(str(database), read_only=True) as connection:
        row = connection.execute(f"select count(*) from warehouse.{fact}").fetchone()
    assert row is not None
    return int(row[0])

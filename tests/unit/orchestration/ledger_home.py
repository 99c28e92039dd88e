"""A small home with a shop as its source: what landed, what was staged, a fact, and check results."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb

from expectations.results import CheckResult, write_results
from orchestration.home import Home
from orchestration.ledger import Attempt
from orchestration.run import Batch
from tests.unit.ingestion.deliveries import csv_bytes, deliver, entry, take_in

LAYERS = ("staging", "warehouse", "marts")
CHECK = CheckResult("raw", "shop__sale", "a", "critical", "So.", True, True, None, None, None, "")


def attempt(batch_id: str = "a1", **changes: Any) -> Attempt:
    """An attempt that passed, as of the end of January 2024."""
    began, ended = datetime(2024, 2, 1, 5, tzinfo=UTC), datetime(2024, 2, 1, 5, 1, tzinfo=UTC)
    passed = Attempt(Batch(batch_id, date(2024, 1, 31), ("shop",), "CNY", "code"), "passed", LAYERS, began, ended)
    return replace(passed, **changes)


def landed_home(folder: Path) -> Home:
    """Two files of sales, of 3 and 2 rows, one of refunds that is held back, and one of February."""
    sale = {"control_column": "amount"}
    deliver(
        folder / "landing",
        {
            "one.csv": csv_bytes([("1", "10.50", ""), ("2", "x", ""), ("1", "10.50", "")]),
            "two.csv": csv_bytes([("3", "1", ""), ("4", "2", "")]),
            "back.csv": csv_bytes([("9", "7", "")]),
        },
        [
            entry("one.csv", 3, **sale, control_total=21.00),
            entry("two.csv", 2, **sale, control_total=3.00),
            entry("back.csv", 1, table="refund", **sale, control_total=8.00),
        ],
    )
    february = {"later.csv": csv_bytes([("5", "5", "")])}
    deliver(folder / "landing", february, [entry("later.csv", 1, business_date="2024-02-29")], day="2024-02-29")
    take_in(folder)
    return Home(folder)


def build(home: Home) -> None:
    """A build database: of 5 rows that landed 3 are staged; a fact of 6 rows and two of its dimensions."""
    files = {record["file"].split("/")[-1]: record for record in _records(home)}
    path = home.build_database(["shop"])
    path.parent.mkdir(parents=True)
    with duckdb.connect(str(path)) as connection:
        connection.execute("create schema staging; create schema warehouse; create schema marts")
        connection.execute(
            "create table staging.landed_file (source_system text, table_name text, source_file_sha256 text, "
            "status text, delivered_on date)"
        )
        connection.execute(
            "create table staging.row_reconciliation (source_system text, table_name text, source_file_sha256 text, "
            "rows_staged bigint, rows_quarantined bigint, rows_duplicate bigint)"
        )
        for name, counts in {"one.csv": (1, 1, 1), "two.csv": (2, 0, 0), "later.csv": (1, 0, 0)}.items():
            file = files[name]
            key = [file["source"], file["table"], file["sha256"]]
            connection.execute("insert into staging.landed_file values (?, ?, ?, 'landed', ?)", [*key, file["on"]])
            connection.execute("insert into staging.row_reconciliation values (?, ?, ?, ?, ?, ?)", [*key, *counts])
        connection.execute("create table warehouse.dim_customer (customer_key bigint, customer_version_key bigint)")
        connection.execute("insert into warehouse.dim_customer values (-1, -1), (1, 11), (1, 12), (2, 21)")
        connection.execute("create table warehouse.dim_product (product_key bigint)")
        connection.execute("insert into warehouse.dim_product values (-1), (5)")
        connection.execute(
            "create table warehouse.fct_sale (sale_key bigint, customer_key bigint, customer_version_key bigint, "
            "product_key bigint)"
        )
        connection.execute(
            "insert into warehouse.fct_sale values (1, 1, 11, 5), (2, 1, 12, 5), (3, 2, 21, -1), (4, -1, -1, null), "
            "(5, -1, -1, 5), (6, 2, 99, 5)"
        )
        connection.execute("create table warehouse.fct_rate (rate_code text)")


def check(home: Home, **results: Sequence[CheckResult]) -> None:
    """Check results by layer, as a run leaves them."""
    home.checks.mkdir(parents=True, exist_ok=True)
    for layer, found in results.items():
        write_results(home.checks / f"{layer}.json", [replace(result, layer=layer) for result in found])


def rows(home: Home, record_type: str, columns: str) -> list[tuple[Any, ...]]:
    """Some columns of the records of a type in all entries, in the order of the ledger."""
    return duckdb.execute(
        f"select {columns} from read_parquet(?, filename = true) where record_type = ? "
        "order by filename, layer_name, source_system, table_name, key_name",
        [str(home.ledger / "*.parquet"), record_type],
    ).fetchall()


def _records(home: Home) -> list[dict[str, Any]]:
    from orchestration.ingestion import landed_files

    return [
        {"file": f.file, "source": f.source, "table": f.table, "sha256": f.sha256, "on": f.delivered_on}
        for f in landed_files(home.raw, "shop")
    ]

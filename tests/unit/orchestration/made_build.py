"""A small build database made by hand, and what its published batch looks like."""

from datetime import UTC, date, datetime
from pathlib import Path

import duckdb

from orchestration.home import Home
from orchestration.run import Batch

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def batch(number: int) -> Batch:
    return Batch(f"{number:016x}", date(2025, 12, 31), ("demo",), "CNY", "code")


def build(home: Home, number: int, rows: int = 100) -> None:
    """A build database in which every row of both tables says which batch it is of."""
    path = home.build_database(["demo"])
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    with duckdb.connect(str(path)) as connection:
        connection.execute("create schema warehouse; create schema marts; create schema private")
        connection.execute(
            "create table warehouse.dim_customer (customer_key bigint primary key, batch bigint not null)"
        )
        connection.execute("comment on table warehouse.dim_customer is 'One row per customer''s version'")
        connection.execute("comment on column warehouse.dim_customer.batch is 'It''s the batch'")
        connection.execute("create table private.key_customer (customer_number varchar)")
        connection.execute(f"insert into warehouse.dim_customer select i, {number} from range({rows}) t(i)")
        connection.execute(f"create table marts.summary as select i, {number}::bigint as batch from range({rows}) t(i)")


def readers_see(home: Home) -> tuple[int, ...]:
    """The lowest and the highest batch in the tables that readers see."""
    path: Path = home.published / "current" / "warehouse.duckdb"
    with duckdb.connect(str(path), read_only=True) as connection:
        return (
            connection.execute(
                "select min(batch), max(batch) from ("
                "select batch from marts.summary union all select batch from warehouse.dim_customer)"
            ).fetchone()
            or ()
        )

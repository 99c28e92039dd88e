"""A build database with one small table, and a suite of our own making to run on it."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import yaml

from expectations.runner import CheckResult

AS_OF = date(2024, 1, 31)
PERSON = "Petronella Kaiserschmarrn"

Check = Callable[..., CheckResult]


def make_database(path: Path) -> None:
    """Five rows, one of them as bad as can be."""
    with duckdb.connect(str(path)) as connection:
        connection.execute("create schema warehouse")
        connection.execute(
            f"""
            create table warehouse.fct_sale as
            select * from (values
                (1, date '2024-01-10', date '2024-01-11', 10.00::decimal(18, 2), 'CRDT', 'Anna'),
                (2, date '2024-01-20', date '2024-01-20', 20.00, 'DBIT', 'Bert'),
                (3, date '2024-01-30', date '2024-01-31', 30.00, 'DBIT', 'Carl'),
                (4, date '2024-01-31', date '2024-01-31', 40.00, 'CRDT', 'Dora'),
                (null, date '2024-02-03', date '2024-02-01', -5.00, 'HUH', '{PERSON}')
            ) as sale(sale_key, booking_date, value_date, amount, indicator, customer_name)
            """
        )
        connection.execute(
            "create view warehouse.fct_known_sale as"
            " select * from warehouse.fct_sale where booking_date <= getvariable('as_of')::date"
        )


def write_suite(folder: Path, layer: str, table: str, expectations: dict[str, Any]) -> None:
    """A suite of these expectations, by name."""
    path = folder / layer / f"{table}.yml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump({"expectations": expectations}, sort_keys=False), encoding="utf-8")

"""Macros of the dbt project rendered without dbt: single figures can be compared with published ones."""

from collections.abc import Callable
from pathlib import Path

import duckdb
import jinja2

MACROS = Path(__file__).resolve().parents[3] / "dbt_project" / "macros"


def macro(path: str, name: str) -> Callable[..., str]:
    """The macro of a file below macros/, as a function that returns SQL."""
    environment = jinja2.Environment(extensions=["jinja2.ext.do"])
    rendered: Callable[..., str] = getattr(environment.from_string((MACROS / path).read_text()).module, name)
    return rendered


def value(sql: str) -> object:
    """What an SQL expression gives."""
    row = duckdb.sql(f"select {sql}").fetchone()
    assert row is not None
    return row[0]


def number(sql: str) -> float:
    """The same for an expression that gives a number."""
    return float(str(value(sql)))

"""What single macros of the dbt project give: figures can be compared with published ones."""

from collections.abc import Callable

import duckdb

from tests.unit.marts.rendered_project import RenderedProject

PROJECT = RenderedProject()


def macro(name: str) -> Callable[..., str]:
    """A macro as a function that returns SQL."""
    return PROJECT.macro(name)


def value(sql: str) -> object:
    """What an SQL expression gives."""
    row = duckdb.sql(f"select {sql}").fetchone()
    assert row is not None
    return row[0]


def number(sql: str) -> float:
    """The same for an expression that gives a number."""
    return float(str(value(sql)))

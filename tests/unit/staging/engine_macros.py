"""The engine macros rendered without dbt, and what DuckDB makes of them over a column of values."""

from collections.abc import Callable, Sequence
from typing import Any

import duckdb
import jinja2

from tests.conftest import REPOSITORY

ENGINE = REPOSITORY / "dbt_project" / "macros" / "engine"


class Adapter:
    """Dispatches every macro to its default."""

    def __init__(self) -> None:
        self.module: Any = None

    def dispatch(self, name: str) -> Callable[..., str]:
        default: Callable[..., str] = getattr(self.module, f"default__{name}")
        return default


def engine_macros() -> Any:
    """All macros of macros/engine, as functions that return SQL."""
    adapter = Adapter()
    environment = jinja2.Environment(extensions=["jinja2.ext.do"])
    environment.globals |= {"adapter": adapter, "return": lambda text: text}
    source = "\n".join(path.read_text() for path in sorted(ENGINE.glob("*.sql")))
    adapter.module = environment.from_string(source).module
    return adapter.module


def over_values(expression: str, values: Sequence[str | None]) -> list[Any]:
    """The expression over a text column named `value` with these values, in their order."""
    rows = duckdb.execute(
        f"select {expression} from (select unnest($1::varchar[]) as value, unnest(range(len($1))) as place)"
        " order by place",
        [list(values)],
    ).fetchall()
    return [row[0] for row in rows]

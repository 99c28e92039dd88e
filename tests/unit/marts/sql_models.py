"""Models of the dbt project rendered without dbt and run on tables of a test, one after the other."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import jinja2

PROJECT = Path(__file__).resolve().parents[3] / "dbt_project"


class Adapter:
    """Dispatches every macro to its default."""

    def __init__(self) -> None:
        self.module: Any = None

    def dispatch(self, name: str) -> Callable[..., str]:
        default: Callable[..., str] = getattr(self.module, f"default__{name}")
        return default


def model_sql(model: str, macros: list[str]) -> str:
    """The SQL of a model, given the files of the macros that it uses; what it reads goes by its bare name."""
    adapter = Adapter()
    environment = jinja2.Environment(extensions=["jinja2.ext.do"])
    environment.globals |= {
        "adapter": adapter,
        "return": lambda text: text,
        "ref": lambda name: name,
        "config": lambda **_: "",
    }
    library = "\n".join((PROJECT / "macros" / path).read_text() for path in macros)
    adapter.module = environment.from_string(library).module
    source = next((PROJECT / "models").rglob(f"{model}.sql")).read_text()
    return environment.from_string(library + source).render()


def build(connection: duckdb.DuckDBPyConnection, models: dict[str, str]) -> None:
    """A table of each model, in the order given."""
    for name, sql in models.items():
        connection.execute(f"create or replace table {name} as {sql}")

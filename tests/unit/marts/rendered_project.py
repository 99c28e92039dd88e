"""Models and macros of the dbt project rendered without dbt: the SQL that runs is the project's own."""

import re
from collections.abc import Callable
from typing import Any

import jinja2

from tests.conftest import REPOSITORY

PROJECT = REPOSITORY / "dbt_project"
DEFINED = re.compile(r"({%-?\s*macro\s+)(\w+)")


class Returned(Exception):  # noqa: N818
    """Carries what a macro returns, as in dbt, past the text that it has written."""

    def __init__(self, value: Any) -> None:
        self.value = value


class RenderedProject:
    """Every ref is a table or view of that name in the current schema; every build is a first one."""

    def __init__(self) -> None:
        self._environment = jinja2.Environment(extensions=["jinja2.ext.do"])
        self._written: dict[str, Callable[..., str]] = {}
        self._read: list[str] = []
        # How dbt puts a query into a table is no part of the query.
        files = [path for path in (PROJECT / "macros").rglob("*.sql") if path.parent.name != "materializations"]
        sources = [path.read_text() for path in sorted(files)]
        # As in dbt: inside its own file, too, a macro is found by way of its name, and may return a value.
        names = [name for source in sources for _, name in DEFINED.findall(source)]
        self._environment.globals |= {name: self._named(name) for name in names}
        self._environment.globals |= {
            "adapter": self,
            "return": _return,
            "ref": self._ref,
            "config": lambda **_: "",
            "dbt": DuckDbMacros,
            "execute": False,
        }
        for source in sources:
            module = self._environment.from_string(DEFINED.sub(r"\1macro__\2", source)).module
            self._written |= {name: macro for name, macro in vars(module).items() if name.startswith("macro__")}

    def dispatch(self, name: str) -> Callable[..., Any]:
        """What dbt's adapter does: the default stands for the engine's own."""
        return self._named(f"default__{name}")

    def model(self, name: str) -> str:
        """The SQL of a model."""
        (path,) = (PROJECT / "models").rglob(f"{name}.sql")
        return self._environment.from_string(path.read_text()).render()

    def reads(self, name: str) -> list[str]:
        """The models and seeds that a model reads."""
        self._read.clear()
        self.model(name)
        return sorted(set(self._read))

    def macro(self, name: str) -> Callable[..., Any]:
        """A macro as a function that returns SQL, or what it returns."""
        return self._named(name)

    def _ref(self, name: str) -> str:
        self._read.append(name)
        return name

    def _named(self, name: str) -> Callable[..., Any]:
        def call(*arguments: Any, **named: Any) -> Any:
            try:
                return self._written[f"macro__{name}"](*arguments, **named)
            except Returned as returned:
                return returned.value

        return call


class DuckDbMacros:
    """Those of dbt's cross-database macros that the project's marts use, as its DuckDB adapter writes them."""

    @staticmethod
    def dateadd(part: str, number: int | str, date: str) -> str:
        """A date some parts later."""
        return f"(({date}) + ({number}) * interval 1 {part})"

    @staticmethod
    def datediff(first: str, second: str, part: str) -> str:
        """Boundaries of a part between two dates."""
        return f"date_diff('{part}', ({first})::timestamp, ({second})::timestamp)"

    @staticmethod
    def listagg(measure: str, delimiter: str, order: str) -> str:
        """The values of a group as one text."""
        return f"string_agg({measure}, {delimiter} {order})"

    @staticmethod
    def type_string() -> str:
        """The type of text."""
        return "varchar"


def _return(value: Any) -> None:
    raise Returned(value)

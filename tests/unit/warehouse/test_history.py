"""History is what the versions say, in whatever order their files came."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from random import Random

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.warehouse.warehouse_project import make_project

FIRST = date(2024, 1, 1)
BEGINNING, OPEN_END = date(1900, 1, 1), date(9999, 12, 31)

Version = tuple[str, str | None, date, date]  # key, value, business date, delivered on
Span = tuple[str, str | None, date, date, bool, date]

days = st.integers(0, 12).map(lambda number: FIRST + timedelta(days=number))
versions = st.lists(
    st.tuples(st.sampled_from(["a", "b"]), st.sampled_from(["x", "y", None]), days, days), min_size=1, max_size=12
)


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as opened:
        opened.execute(
            "create table versions (key varchar, value varchar, business_date date, delivered_on date, "
            "source_file_sha256 varchar, source_row_number bigint)"
        )
        opened.execute("create view history as " + _history_sql(tmp_path_factory.mktemp("history")))
        yield opened


def _history_sql(folder: Path) -> str:
    project = make_project(folder)
    model = folder / "models" / "private" / "history_of_versions.sql"
    model.write_text('{{ history("versions", ["key"], ["value"]) }}')
    database = folder / "build.duckdb"
    project.build(database, FIRST, "compile", "--select", model.stem)
    return project.compiled(database, model.stem)


@settings(max_examples=150, deadline=None)
@given(delivered=versions, order=st.randoms(use_true_random=False))
def test_history_does_not_depend_on_the_order_of_deliveries(
    connection: duckdb.DuckDBPyConnection, delivered: list[Version], order: Random
) -> None:
    files = [(*version, f"file{number:02}", number) for number, version in enumerate(delivered)]
    in_time = _history(connection, files)
    order.shuffle(files)
    assert _history(connection, files) == in_time == _expected(delivered)


def _history(connection: duckdb.DuckDBPyConnection, files: Sequence[tuple[object, ...]]) -> list[Span]:
    connection.execute("delete from versions")
    connection.executemany("insert into versions values (?, ?, ?, ?, ?, ?)", files)
    return connection.execute(
        "select key, value, valid_from, valid_to, is_current, known_from_date from history order by key, valid_from"
    ).fetchall()


def _expected(delivered: list[Version]) -> list[Span]:
    """Told day by day: the value of a business date is the one that was delivered last, then lay last."""
    spans: list[Span] = []
    for key in sorted({version[0] for version in delivered}):
        said: dict[date, tuple[date, int, str | None]] = {}
        for number, (other, value, business_date, delivered_on) in enumerate(delivered):
            before = said.get(business_date)
            if other == key and (before is None or (delivered_on, number) > before[:2]):
                said[business_date] = (delivered_on, number, value)
        changes: list[tuple[date, str | None]] = []
        for day in sorted(said):
            value = said[day][2]
            if not changes or changes[-1][1] != value:
                changes.append((day if changes else BEGINNING, value))
        ends = [start for start, _ in changes[1:]] + [OPEN_END]
        for (start, value), end in zip(changes, ends, strict=True):
            spans.append((key, value, start, end, end == OPEN_END, min(said)))
    return spans

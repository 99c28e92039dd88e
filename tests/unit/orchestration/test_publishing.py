"""Publishing is all or nothing, and keeps what a reader needs: keys, comments, names."""

import threading
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import pytest

from orchestration import publishing
from orchestration.home import Home
from orchestration.publishing import current_publication, publications, publish
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


def test_published_file_has_both_schemas_with_keys_and_comments_and_nothing_private(tmp_path: Path) -> None:
    home = Home(tmp_path)
    build(home, 1)
    published = publish(home, batch(1), NOW)
    assert published.tables == {"marts.summary": 100, "warehouse.dim_customer": 100}
    with duckdb.connect(str(home.published / "current" / "warehouse.duckdb"), read_only=True) as connection:
        # the names that people type: not ambiguous, although file and schema are both called warehouse
        assert connection.execute("select count(*) from warehouse.dim_customer").fetchone() == (100,)
        assert connection.execute("select count(*) from marts.summary").fetchone() == (100,)
        schemas = connection.execute("select distinct schema_name from duckdb_tables() order by 1").fetchall()
        assert schemas == [("marts",), ("warehouse",)]
        table = "from duckdb_tables() where table_name = 'dim_customer'"
        assert connection.execute(f"select comment, has_primary_key {table}").fetchone() == (
            "One row per customer's version",
            True,
        )
        column = "from duckdb_columns() where column_name = 'batch' and table_name = 'dim_customer'"
        assert connection.execute(f"select comment, is_nullable {column}").fetchone() == (
            "It's the batch",
            False,
        )


def add_views(home: Home, *statements: str) -> None:
    with duckdb.connect(str(home.build_database(["demo"]))) as connection:
        for statement in statements:
            connection.execute(statement)


def test_views_are_published_and_work_under_any_name(tmp_path: Path) -> None:
    """dbt writes the catalog of the build into a view; a reader may attach the file as what they like."""
    home = Home(tmp_path)
    build(home, 7)
    add_views(
        home,
        "create view marts.z_first as select dim_customer.batch, 'bank.marts' as text "
        'from "bank"."warehouse"."dim_customer"',
        "create view warehouse.a_second as with bank as ("
        "select batch from bank.marts.z_first where text = 'bank.marts') "
        "select count(*) as n, max(batch) as batch from bank",
        "comment on view warehouse.a_second is 'One row: it''s all'",
        "comment on column warehouse.a_second.n is 'It''s a count'",
        "create view private.hidden as select 1 as x",
    )
    published = publish(home, batch(7), NOW)
    assert published.tables == {"marts.summary": 100, "warehouse.dim_customer": 100}
    path = home.published / "current" / "warehouse.duckdb"
    with duckdb.connect(str(path), read_only=True) as connection:
        assert connection.execute("select * from warehouse.a_second").fetchone() == (100, 7)
        views = "select view_name, comment from duckdb_views() where not internal order by 1"
        assert connection.execute(views).fetchall() == [("a_second", "One row: it's all"), ("z_first", None)]
        column = "select comment from duckdb_columns() where table_name = 'a_second' and column_name = 'n'"
        assert connection.execute(column).fetchone() == ("It's a count",)
    for name in ("other", "bank", "b"):
        with duckdb.connect() as connection:
            connection.execute(f"attach '{path}' as {name} (read_only)")
            assert connection.execute(f"select * from {name}.warehouse.a_second").fetchone() == (100, 7)


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("select * from bank.private.key_customer", "it reads private.key_customer, which stays in the build"),
        ("select getvariable('as_of') as as_of", "it reads a parameter of the run; make it a table"),
    ],
)
def test_view_that_readers_could_not_use_is_not_published(tmp_path: Path, query: str, reason: str) -> None:
    home = Home(tmp_path)
    build(home, 1)
    add_views(home, f"create view marts.broken as {query}")
    with pytest.raises(ValueError, match=rf"view marts\.broken cannot be published: {reason}"):
        publish(home, batch(1), NOW)
    assert current_publication(home) is None


def test_crash_before_the_rename_leaves_the_previous_batch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = Home(tmp_path)
    build(home, 1)
    publish(home, batch(1), NOW)
    build(home, 2)

    def crash(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(publishing, "_flush", crash)
        with pytest.raises(KeyboardInterrupt):
            publish(home, batch(2), NOW)
    current = current_publication(home)
    assert current is not None
    assert current.batch_id == batch(1).batch_id
    publish(home, batch(2), NOW)
    assert [publication.version for publication in publications(home)] == [1, 2]
    assert not list(home.published.glob(".*"))


def test_reader_sees_whole_batches_while_ten_are_published(tmp_path: Path) -> None:
    home = Home(tmp_path)
    build(home, 0, rows=20_000)
    publish(home, batch(0), NOW)
    stop = threading.Event()
    seen: list[tuple[int, ...]] = []
    errors: list[Exception] = []

    def read() -> None:
        query = """
            select min(batch), max(batch) from (
                select batch from marts.summary union all select batch from warehouse.dim_customer)
        """
        while not stop.is_set():
            try:
                with duckdb.connect(str(home.published / "current" / "warehouse.duckdb"), read_only=True) as connection:
                    seen.append(connection.execute(query).fetchone() or ())
            except Exception as error:
                errors.append(error)

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    for number in range(1, 11):
        build(home, number, rows=20_000)
        publish(home, batch(number), NOW)
    stop.set()
    for reader in readers:
        reader.join()
    assert errors == []
    assert all(lowest == highest for lowest, highest in seen)
    assert {lowest for lowest, _ in seen} >= {1, 10} or len(seen) > 20

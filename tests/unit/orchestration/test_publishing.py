"""Publishing is all or nothing, and keeps what a reader needs: keys, comments, names."""

import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import duckdb
import pytest

from orchestration import publishing
from orchestration.home import Home
from orchestration.publishing import (
    PublicationError,
    current_publication,
    prune,
    publications,
    publish,
    roll_back,
    unreadable,
)
from tests.unit.orchestration.made_build import NOW, batch, build, readers_see


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


def test_reader_sees_whole_batches_while_ten_are_published_rolled_back_and_pruned(tmp_path: Path) -> None:
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
        now = NOW + timedelta(days=number)
        publish(home, batch(number), now)
        if number % 3 == 0:
            roll_back(home, number - 1)
            roll_back(home, number + 1)
            prune(home, timedelta(days=3), now)
    stop.set()
    for reader in readers:
        reader.join()
    assert errors == []
    assert all(lowest == highest for lowest, highest in seen)
    assert {lowest for lowest, _ in seen} >= {1, 10} or len(seen) > 20
    assert len(publications(home)) < 8


def three_versions(root: Path) -> Home:
    """v1 of 1 January, v2 of 31 January, v3 of 1 March."""
    home = Home(root)
    for number, day in ((1, 0), (2, 30), (3, 59)):
        build(home, number)
        publish(home, batch(number), NOW + timedelta(days=day))
    return home


def test_going_back_changes_the_link_alone_and_the_next_publish_has_a_new_number(tmp_path: Path) -> None:
    home = three_versions(tmp_path)
    assert roll_back(home, 1).batch_id == batch(1).batch_id
    assert readers_see(home) == (1, 1)
    assert [p.version for p in publications(home)] == [1, 2, 3]
    assert publish(home, batch(3), NOW).version == 4
    assert readers_see(home) == (3, 3)


def test_going_back_to_a_version_that_is_not_there_names_those_that_are(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="nothing is published yet"):
        roll_back(Home(tmp_path / "empty"), 1)
    with pytest.raises(ValueError, match=r"v7 is not published; there are: v1, v2, v3"):
        roll_back(three_versions(tmp_path), 7)


def cut_database(folder: Path) -> None:
    (folder / "bank.duckdb").chmod(0o644)
    with (folder / "bank.duckdb").open("r+b") as file:
        file.truncate(10_000)


def lose_database(folder: Path) -> None:
    (folder / "bank.duckdb").unlink()


def lose_rows(folder: Path) -> None:
    (folder / "bank.duckdb").chmod(0o644)
    with duckdb.connect(str(folder / "bank.duckdb")) as connection:
        connection.execute("delete from marts.summary where i < 3")


def cut_batch(folder: Path) -> None:
    (folder / "batch.json").write_text((folder / "batch.json").read_text()[:40])


def other_batch(folder: Path) -> None:
    (folder / "batch.json").write_text('["rubbish"]')


@pytest.mark.parametrize("damage", [cut_database, lose_database, lose_rows, cut_batch, other_batch])
def test_damaged_version_is_not_gone_back_to_and_stands_in_no_way(
    tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    home = three_versions(tmp_path)
    damage(home.published / "v2")
    with pytest.raises(PublicationError, match=r"published/v2.* (cannot be read|is not there|is not whole)"):
        roll_back(home, 2)
    assert readers_see(home) == (3, 3)
    assert publish(home, batch(3), NOW).version == 4


@pytest.mark.parametrize("damage", [lose_database, cut_batch, other_batch])
def test_damaged_current_version_is_named_and_the_next_publish_mends_it(
    tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    home = three_versions(tmp_path)
    damage(home.published / "v3")
    with pytest.raises(PublicationError, match="published/v3"):
        current_publication(home)
    with pytest.raises(PublicationError):
        prune(home, timedelta(0), NOW + timedelta(days=900))
    assert [p.version for p in publications(home)] == [1, 2]
    assert len(unreadable(home)) == 1
    assert roll_back(home, 1) == current_publication(home)
    assert publish(home, batch(3), NOW).version == 4


def test_link_to_a_version_that_is_gone_is_not_taken_for_an_empty_home(tmp_path: Path) -> None:
    home = three_versions(tmp_path)
    (home.published / "v3").rename(tmp_path / "elsewhere")
    with pytest.raises(PublicationError, match="v3"):
        current_publication(home)


def test_prune_removes_what_is_older_never_the_current_one_and_counts_bytes(tmp_path: Path) -> None:
    home = three_versions(tmp_path)
    sizes = [sum(p.lstat().st_size for p in (home.published / f"v{n}").glob("b*")) for n in (1, 2)]
    # on 1 March v2 is 29 days old and v1 59
    assert [(p.version, size) for p, size in prune(home, timedelta(days=30), NOW + timedelta(days=59))] == [
        (1, sizes[0])
    ]
    assert [p.version for p, _ in prune(home, timedelta(0), NOW + timedelta(days=400))] == [2]
    assert [p.version for p in publications(home)] == [3]
    assert prune(Home(tmp_path / "empty"), timedelta(0), NOW) == []


def test_number_of_a_removed_version_is_not_given_again(tmp_path: Path) -> None:
    """A process that has v3 open would otherwise be shown it under the new one's name."""
    home = three_versions(tmp_path)
    roll_back(home, 1)
    assert [p.version for p, _ in prune(home, timedelta(0), NOW + timedelta(days=400))] == [2, 3]
    assert publish(home, batch(3), NOW).version == 4


def test_reader_keeps_a_version_that_is_pruned(tmp_path: Path) -> None:
    home = three_versions(tmp_path)
    with duckdb.connect(str(home.published / "v1" / "warehouse.duckdb"), read_only=True) as connection:
        prune(home, timedelta(days=30), NOW + timedelta(days=59))
        assert not (home.published / "v1").exists()
        assert connection.execute("select count(*), max(batch) from marts.summary").fetchone() == (100, 1)


def test_clock_set_back_loses_no_version_and_changes_no_order(tmp_path: Path) -> None:
    home = three_versions(tmp_path)
    build(home, 4)
    assert publish(home, batch(4), NOW - timedelta(days=900)).version == 4
    current = current_publication(home)
    assert current is not None
    assert current.version == 4
    assert [p.version for p in publications(home)] == [1, 2, 3, 4]
    assert prune(home, timedelta(days=1), NOW - timedelta(days=900)) == []


def test_names_that_look_like_sql_are_just_names(tmp_path: Path) -> None:
    home = Home(tmp_path / "it's a home")
    build(home, 1)
    bad = '"x""; drop table summary; --(a"'
    add_views(
        home,
        f"create table marts.{bad} ({bad} int not null, b varchar)",
        f"insert into marts.{bad} values (1, 'it''s')",
        f"comment on table marts.{bad} is 'x''; drop table summary; --'",
        f"comment on column marts.{bad}.{bad} is 'y''; drop table summary; --'",
        f'create view marts."v AS ""(w" as select {bad} as "k AS l" from marts.{bad}',
        'comment on view marts."v AS ""(w" is \'z\'',
    )
    published = publish(home, batch(1), NOW)
    assert published.tables['marts.x"; drop table summary; --(a'] == 1
    assert roll_back(home, 1) == published
    with duckdb.connect(str(home.published / "current" / "warehouse.duckdb"), read_only=True) as connection:
        assert connection.execute(f"select {bad}, b from marts.{bad}").fetchall() == [(1, "it's")]
        assert connection.execute('select "k AS l" from marts."v AS ""(w"').fetchall() == [(1,)]
        assert connection.execute("select count(*) from marts.summary").fetchone() == (100,)
        comments = connection.execute(
            "select comment from duckdb_tables() where table_name like 'x%' "
            "union all select comment from duckdb_columns() where column_name like 'x%' and table_name like 'x%' "
            "union all select comment from duckdb_views() where view_name like 'v AS%' order by 1"
        ).fetchall()
    assert comments == [("x'; drop table summary; --",), ("y'; drop table summary; --",), ("z",)]

"""Publish a checked batch: readers always see one whole batch, before, while and after it changes."""

import json
import re
import shutil
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb

from orchestration.disk import flush
from orchestration.home import DATABASE, Home, engine_settings
from orchestration.ingestion.sql import literal, name
from orchestration.published_views import copy_views
from orchestration.run import Batch

SCHEMAS = ("warehouse", "marts")

PUBLIC_NAME = "warehouse.duckdb"

REMEDY = "go back with 'warehouse publish --version N', or run again to publish a new version"

LAST_NUMBER = "last_version"  # the highest number that was given and removed: none is given twice


class PublicationError(RuntimeError):
    """A published batch cannot be read. The message says which, and what is wrong."""


@dataclass(frozen=True)
class Publication:
    """What published/v<n>/batch.json says."""

    version: int
    batch_id: str
    as_of: str
    sources: tuple[str, ...]
    published_at: str
    tables: dict[str, int]

    @property
    def published_on(self) -> datetime:
        """The time of publishing; one without a time zone is UTC."""
        moment = datetime.fromisoformat(self.published_at)
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def current_publication(home: Home) -> Publication | None:
    """The batch that readers see, or None before the first one.

    Raises:
        PublicationError: there is one, and it cannot be read.
    """
    link = home.published / "current"
    if not link.is_symlink():
        return None
    return _read(home.published / link.readlink())


def verified_publication(home: Home) -> Publication | None:
    """The batch that readers see when its database has been looked into, or None before the first one.

    Raises:
        PublicationError: there is one, and it cannot be read or is not whole.
    """
    current = current_publication(home)
    if current:
        verify(home, current)
    return current


def publications(home: Home) -> list[Publication]:
    """All published batches that can be read, oldest first."""
    found = []
    for version in _versions(home):
        with suppress(PublicationError):
            found.append(_read(home.published / f"v{version}"))
    return found


def unreadable(home: Home) -> list[str]:
    """What is wrong with each published version that cannot be read, one line each."""
    found = []
    for version in _versions(home):
        try:
            _read(home.published / f"v{version}")
        except PublicationError as error:
            found.append(str(error))
    return found


def publish(home: Home, batch: Batch, now: datetime) -> Publication:
    """Copy the schemas of SCHEMAS to the next version folder and point the link 'current' at it.

    The folder gets its final name only when it is whole, and the link is replaced by one rename: a crash leaves
    the previous batch in place, and at most a hidden folder that the next run removes. An error leaves nothing.
    """
    home.published.mkdir(parents=True, exist_ok=True)
    remove_leftovers(home)
    version = max([*_versions(home), _last_number(home)]) + 1
    staging = home.published / f".v{version}"
    try:
        staging.mkdir()
        tables = copy_schemas(home.build_database(batch.sources), staging / DATABASE, home.build / "tmp")
        (staging / DATABASE).chmod(0o444)
        (staging / PUBLIC_NAME).symlink_to(DATABASE)
        publication = Publication(
            version,
            batch.batch_id,
            batch.as_of.isoformat(),
            batch.sources,
            now.isoformat(timespec="seconds"),
            tables,
        )
        (staging / "batch.json").write_text(json.dumps(asdict(publication), indent=1))
        _flush(staging)
        staging.rename(home.published / f"v{version}")
    except Exception:
        shutil.rmtree(staging, ignore_errors=True)  # a full disk needs the room
        raise
    _flush(home.published)
    _point(home, version)
    return publication


def roll_back(home: Home, version: int) -> Publication:
    """Point the link 'current' at an earlier published batch, by one rename; returns that batch.

    Raises:
        ValueError: there is no such version; the message names those there are.
        PublicationError: its folder is not whole.
    """
    there = _versions(home)
    if version not in there:
        names = ", ".join(f"v{number}" for number in there)
        raise ValueError(f"v{version} is not published; there are: {names}" if there else "nothing is published yet")
    publication = _read(home.published / f"v{version}")
    verify(home, publication)
    _point(home, version)
    return publication


def verify(home: Home, publication: Publication) -> None:
    """Open the database of a published batch and compare its tables and their numbers of rows with batch.json.

    Raises:
        PublicationError: it cannot be opened, or holds something else.
    """
    folder = home.published / f"v{publication.version}"
    try:
        with duckdb.connect(str(folder / PUBLIC_NAME), read_only=True) as connection:
            for table, rows in publication.tables.items():
                schema, _, own = table.partition(".")
                (counted,) = connection.execute(f"SELECT count(*) FROM {schema}.{name(own)}").fetchone() or (0,)
                if counted != rows:
                    raise PublicationError(f"{folder} is not whole: {table} has {counted:,} rows of {rows:,}")
    except duckdb.Error as error:
        raise PublicationError(f"{folder / DATABASE} cannot be read: {str(error).splitlines()[0]}") from error


def prune(home: Home, keep: timedelta, now: datetime) -> list[tuple[Publication, int]]:
    """Remove published batches that are older than `keep`, never the current one; returns them and their bytes.

    One with a later time than `now` is kept: a clock was set back. One that cannot be read is kept, as its age is
    not known. Readers that have a removed one open keep it until they close it.

    Raises:
        PublicationError: the current batch cannot be read, so that an older one may still be needed.
    """
    remove_leftovers(home)
    current = current_publication(home)
    if current is None:
        return []
    old = [
        publication
        for publication in publications(home)
        if publication.version != current.version and now - publication.published_on > keep
    ]
    sizes = [_bytes(home.published / f"v{publication.version}") for publication in old]
    remove_versions(home, [publication.version for publication in old])
    return list(zip(old, sizes, strict=True))


def remove_versions(home: Home, versions: Iterable[int]) -> None:
    """Remove published versions: each disappears by one rename, and a crash leaves at most a hidden folder."""
    for version in sorted(versions):
        if version == max(_versions(home)):
            new = home.published / f".{LAST_NUMBER}"
            new.write_text(str(version))
            new.replace(home.published / LAST_NUMBER)
        hidden = home.published / f".v{version}"
        (home.published / f"v{version}").rename(hidden)
        shutil.rmtree(hidden)
    if home.published.exists():
        _flush(home.published)


def remove_leftovers(home: Home) -> None:
    """Remove what a publish or a prune that was killed has left: hidden folders that no reader sees."""
    for leftover in home.published.glob(".v*"):
        shutil.rmtree(leftover)
    (home.published / f".{LAST_NUMBER}").unlink(missing_ok=True)


# The name of a table in its definition: parts in double quotes where they need them.
CREATE_TABLE = re.compile(r'CREATE TABLE (?:(?:"(?:[^"]|"")*"|[^".(]+)\.?)+\(')


def copy_schemas(source: Path, target: Path, temporary: Path) -> dict[str, int]:
    """Copy the published schemas: tables with keys and NOT NULL, views, all comments. Returns rows by 'schema.table'.

    Raises:
        ValueError: a view would not work for a reader; the message names it and says why.
    """
    rows: dict[str, int] = {}
    with duckdb.connect(str(target), config=engine_settings(temporary)) as connection:
        connection.execute(f"ATTACH {literal(source)} AS build (READ_ONLY)")
        for schema in SCHEMAS:
            connection.execute(f"CREATE SCHEMA {schema}")
        found = connection.execute(
            "SELECT schema_name, table_name, sql, comment FROM duckdb_tables() "
            "WHERE database_name = 'build' AND list_contains(?, schema_name) ORDER BY schema_name, table_name",
            [list(SCHEMAS)],
        ).fetchall()
        for schema, table, definition, comment in found:
            copied = f"bank.{schema}.{name(table)}"
            connection.execute(_in_bank(definition, copied))
            connection.execute(f"INSERT INTO {copied} FROM build.{schema}.{name(table)}")
            if comment:
                connection.execute(f"COMMENT ON TABLE {copied} IS {literal(comment)}")
            (rows[f"{schema}.{table}"],) = connection.execute(f"SELECT count(*) FROM {copied}").fetchone() or (0,)
        copy_views(connection, SCHEMAS)
        columns = connection.execute(
            "SELECT schema_name, table_name, column_name, comment FROM duckdb_columns() "
            "WHERE database_name = 'build' AND list_contains(?, schema_name) AND comment IS NOT NULL",
            [list(SCHEMAS)],
        ).fetchall()
        for schema, table, column, comment in columns:
            full_name = f"bank.{schema}.{name(table)}.{name(column)}"
            connection.execute(f"COMMENT ON COLUMN {full_name} IS {literal(comment)}")
    return rows


def _in_bank(definition: str, copied: str) -> str:
    """DuckDB gives a table's definition with the schema alone: put the full name of the copy in its place."""
    return CREATE_TABLE.sub(lambda _: f"CREATE TABLE {copied}(", definition, count=1)


def _point(home: Home, version: int) -> None:
    link = home.published / ".current"
    link.unlink(missing_ok=True)
    link.symlink_to(f"v{version}")
    link.replace(home.published / "current")
    _flush(home.published)


def _versions(home: Home) -> list[int]:
    """The numbers of the version folders, whatever is in them."""
    return sorted(int(path.name[1:]) for path in home.published.glob("v*") if path.name[1:].isdecimal())


def _last_number(home: Home) -> int:
    try:
        return int((home.published / LAST_NUMBER).read_text())
    except (FileNotFoundError, ValueError):
        return 0


def _read(folder: Path) -> Publication:
    try:
        values = json.loads((folder / "batch.json").read_text())
        publication = Publication(**{**values, "sources": tuple(values["sources"])})
        if f"v{publication.version}" != folder.name:
            raise ValueError(f"it is of v{publication.version}")
        publication.published_on  # noqa: B018
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise PublicationError(f"{folder / 'batch.json'} cannot be read") from error
    if not (folder / DATABASE).is_file():
        raise PublicationError(f"{folder / DATABASE} is not there")
    return publication


def _bytes(folder: Path) -> int:
    return sum(path.lstat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


def _flush(folder: Path) -> None:
    """Bring the folder and its files to the disk before a rename makes them visible."""
    for path in [*(p for p in folder.iterdir() if p.is_file() and not p.is_symlink()), folder]:
        flush(path)

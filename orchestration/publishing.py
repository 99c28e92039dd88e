"""Publish a checked batch: readers always see one whole batch, before, while and after it changes."""

import json
import os
import shutil
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

import duckdb

from orchestration.home import DATABASE, Home
from orchestration.published_views import copy_views
from orchestration.run import Batch

SCHEMAS = ("warehouse", "marts")

PUBLIC_NAME = "warehouse.duckdb"


@dataclass(frozen=True)
class Publication:
    """What published/v<n>/batch.json says."""

    version: int
    batch_id: str
    as_of: str
    sources: tuple[str, ...]
    published_at: str
    tables: dict[str, int]


def current_publication(home: Home) -> Publication | None:
    """The batch that readers see, or None before the first one."""
    path = home.published / "current" / "batch.json"
    return _read(path) if path.exists() else None


def publications(home: Home) -> list[Publication]:
    """All published batches, oldest first."""
    found = [_read(path) for path in home.published.glob("v*/batch.json")]
    return sorted(found, key=lambda publication: publication.version)


def publish(home: Home, batch: Batch, now: datetime) -> Publication:
    """Copy the schemas of SCHEMAS to the next version folder and point the link 'current' at it.

    The folder gets its final name only when it is whole, and the link is replaced by one rename: a crash leaves
    the previous batch in place, and at most a hidden folder that the next publish removes.
    """
    home.published.mkdir(parents=True, exist_ok=True)
    for leftover in home.published.glob(".v*"):
        shutil.rmtree(leftover)
    version = max((p.version for p in publications(home)), default=0) + 1
    staging = home.published / f".v{version}"
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
    link = home.published / ".current"
    link.unlink(missing_ok=True)
    link.symlink_to(f"v{version}")
    link.replace(home.published / "current")
    _flush(home.published)
    return publication


def copy_schemas(source: Path, target: Path, temporary: Path) -> dict[str, int]:
    """Copy the published schemas: tables with keys and NOT NULL, views, all comments. Returns rows by 'schema.table'.

    Raises:
        ValueError: a view would not work for a reader; the message names it and says why.
    """
    rows: dict[str, int] = {}
    settings: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": os.environ.get("WAREHOUSE_MEMORY", "4GB"),
        "temp_directory": str(temporary),
    }
    with duckdb.connect(str(target), config=settings) as connection:
        connection.execute(f"ATTACH '{_quoted(source)}' AS build (READ_ONLY)")
        for schema in SCHEMAS:
            connection.execute(f"CREATE SCHEMA {schema}")
        found = connection.execute(
            "SELECT schema_name, table_name, sql, comment FROM duckdb_tables() "
            "WHERE database_name = 'build' AND list_contains(?, schema_name) ORDER BY schema_name, table_name",
            [list(SCHEMAS)],
        ).fetchall()
        for schema, table, definition, comment in found:
            name = f'bank.{schema}."{table}"'
            connection.execute(_in_bank(definition, schema, table))
            connection.execute(f'INSERT INTO {name} FROM build.{schema}."{table}"')
            if comment:
                connection.execute(f"COMMENT ON TABLE {name} IS '{_quoted(comment)}'")
            (rows[f"{schema}.{table}"],) = connection.execute(f"SELECT count(*) FROM {name}").fetchone() or (0,)
        copy_views(connection, SCHEMAS)
        columns = connection.execute(
            "SELECT schema_name, table_name, column_name, comment FROM duckdb_columns() "
            "WHERE database_name = 'build' AND list_contains(?, schema_name) AND comment IS NOT NULL",
            [list(SCHEMAS)],
        ).fetchall()
        for schema, table, column, comment in columns:
            connection.execute(f'COMMENT ON COLUMN bank.{schema}."{table}"."{column}" IS \'{_quoted(comment)}\'')
    return rows


def _in_bank(definition: str, schema: str, table: str) -> str:
    """DuckDB gives a table's definition with the schema alone: name the target catalog before it."""
    _, _, body = definition.partition("(")
    return f'CREATE TABLE bank.{schema}."{table}"({body}'


def _quoted(text: object) -> str:
    return str(text).replace("'", "''")


def _read(path: Path) -> Publication:
    values = json.loads(path.read_text())
    return Publication(**{**values, "sources": tuple(values["sources"])})


def _flush(folder: Path) -> None:
    """Bring the folder and its files to the disk before a rename makes them visible."""
    for path in [*(p for p in folder.iterdir() if p.is_file() and not p.is_symlink()), folder]:
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

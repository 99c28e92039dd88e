"""Views of the published schemas, written so that they hold wherever the file is opened or attached.

dbt writes the catalog of the build database before every table. A reader may attach the published file under any name,
so a view must name schema and table alone: DuckDB then looks them up in the catalog that the view itself stands in.
"""

import json
import re
from collections.abc import Iterator, Sequence
from graphlib import TopologicalSorter
from typing import Any

import duckdb

from orchestration.ingestion.sql import literal
from orchestration.ingestion.sql import name as quoted

SESSION_VARIABLE = "getvariable"

# What stands before the query in a view's definition: its name, and the names of its columns where it gives them.
CREATE_VIEW = re.compile(r"""CREATE VIEW (?:"(?:[^"]|"")*"|[^"])*? AS """)


def copy_views(connection: duckdb.DuckDBPyConnection, schemas: Sequence[str]) -> None:
    """Make the views of the attached catalog 'build' in the catalog 'bank', each after those that it reads.

    Raises:
        ValueError: a view reads what is not published, or a parameter of the run that readers do not have.
    """
    found = connection.execute(
        "SELECT schema_name || '.' || view_name, sql, comment FROM duckdb_views() "
        "WHERE database_name = 'build' AND list_contains(?, schema_name) AND NOT internal",
        [list(schemas)],
    ).fetchall()
    trees = {name: _tree(connection, definition) for name, definition, _ in found}
    comments = {name: comment for name, _, comment in found}
    reads: dict[str, set[str]] = {}
    for name, tree in trees.items():
        reads[name] = {_without_catalog(node) for node in _nodes(tree) if node.get("type") == "BASE_TABLE"} - {""}
        _refuse_what_readers_lack(name, reads[name], tree, schemas)
    for name in TopologicalSorter({name: sorted(reads[name] & trees.keys()) for name in sorted(trees)}).static_order():
        (query,) = connection.execute("SELECT json_deserialize_sql(?::JSON)", [json.dumps(trees[name])]).fetchone() or (
            "",
        )
        schema, view = name.split(".", 1)
        copied = f"bank.{schema}.{quoted(view)}"
        connection.execute(f"CREATE VIEW {copied} AS {query}")
        if comments[name]:
            connection.execute(f"COMMENT ON VIEW {copied} IS {literal(comments[name])}")


def _tree(connection: duckdb.DuckDBPyConnection, definition: str) -> Any:
    """The query of a view as DuckDB's parser sees it."""
    query = CREATE_VIEW.sub("", definition, count=1)
    (text,) = connection.execute("SELECT json_serialize_sql(?)", [query.rstrip().rstrip(";")]).fetchone() or ("",)
    return json.loads(text)


def _nodes(tree: Any) -> Iterator[dict[str, Any]]:
    if isinstance(tree, dict):
        yield tree
        for value in tree.values():
            yield from _nodes(value)
    elif isinstance(tree, list):
        for value in tree:
            yield from _nodes(value)


def _without_catalog(table: dict[str, Any]) -> str:
    """Take the catalog off a table of the tree; its name with its schema, or nothing for a common table expression."""
    table["catalog_name"] = ""
    return f"{table['schema_name']}.{table['table_name']}" if table["schema_name"] else ""


def _refuse_what_readers_lack(name: str, reads: set[str], tree: Any, schemas: Sequence[str]) -> None:
    hidden = sorted(table for table in reads if table.split(".", 1)[0] not in schemas)
    if hidden:
        raise ValueError(f"view {name} cannot be published: it reads {', '.join(hidden)}, which stays in the build")
    if any(node.get("function_name") == SESSION_VARIABLE for node in _nodes(tree)):
        raise ValueError(f"view {name} cannot be published: it reads a parameter of the run; make it a table")

"""Two builds are equal when every table holds the same rows."""

from pathlib import Path

import duckdb

SCHEMAS = ("staging", "warehouse", "private", "intermediate", "marts")
# When a row was loaded, and which files a model has consumed, is about the run and not about the bank.
ABOUT_THE_RUN = ("loaded_at",)
# The ledger tells of every attempt of its home: two homes that came to the same bank by other ways differ in it.
ABOUT_THE_HOME = ("marts.batch_audit",)


def differences(left: Path, right: Path) -> dict[str, int]:
    """Rows that stand in one build alone, by table; empty when the builds are equal. Views follow from tables."""
    found: dict[str, int] = {}
    with duckdb.connect() as connection:
        connection.execute(f"attach '{left}' as l (read_only); attach '{right}' as r (read_only)")
        names = {side: _columns(connection, side) for side in ("l", "r")}
        for table in sorted((names["l"].keys() | names["r"].keys()) - set(ABOUT_THE_HOME)):
            if names["l"].get(table) != names["r"].get(table):
                found[table] = -1
                continue
            columns = ", ".join(f'"{name}"' for name in names["l"][table])
            one, other = (f"select {columns} from {side}.{table}" for side in ("l", "r"))
            counted = connection.execute(
                f"select count(*) from (({one} except all {other}) union all ({other} except all {one}))"
            ).fetchone()
            if counted and counted[0]:
                found[table] = counted[0]
    return found


def _columns(connection: duckdb.DuckDBPyConnection, database: str) -> dict[str, list[str]]:
    rows = connection.execute(
        "select schema_name || '.' || table_name, column_name "
        "from duckdb_columns() semi join duckdb_tables() using (database_name, schema_name, table_name) "
        "where database_name = ? and list_contains(?, schema_name) and not list_contains(?, column_name) "
        "order by 1, column_name",
        [database, list(SCHEMAS), list(ABOUT_THE_RUN)],
    ).fetchall()
    tables: dict[str, list[str]] = {}
    for table, column in rows:
        tables.setdefault(table, []).append(column)
    return tables

"""Great Expectations over a DuckDB file that is opened read-only.

Two things keep GX 1.24.1 from reading DuckDB through duckdb-engine 0.17.0, and both are mended here:
the engine hands a result back after its connection is released, when duckdb-engine has already dropped the
rows; and SQLAlchemy's reflection of columns asks for a catalogue table that DuckDB does not have.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

import great_expectations as gx
import sqlalchemy as sa
from great_expectations.core import ExpectationSuiteValidationResult
from great_expectations.data_context import EphemeralDataContext
from great_expectations.data_context.types.base import (
    DataContextConfig,
    InMemoryStoreBackendDefaults,
    ProgressBarsConfig,
)
from great_expectations.datasource.fluent import SQLDatasource
from great_expectations.execution_engine import SqlAlchemyExecutionEngine

# Counts and aggregates only: the values that were not expected may be those of a person.
RESULT_FORMAT: Mapping[str, Any] = {
    "result_format": "BASIC",
    "partial_unexpected_count": 0,
    "exclude_unexpected_values": True,
    "include_unexpected_rows": False,
}


class DuckDBColumns:
    """The part of SQLAlchemy's inspector that GX asks, answered from DuckDB's own catalogue."""

    def __init__(self, engine: sa.Engine) -> None:
        self.dialect = engine.dialect
        self._engine = engine

    def get_columns(self, table_name: str, schema: str | None = None) -> list[dict[str, Any]]:
        """Names of the columns, in their order; GX's expectations need no types."""
        query = sa.text(
            "select column_name from duckdb_columns()"
            " where database_name = current_database() and schema_name = :schema and table_name = :name"
            " order by column_index"
        )
        with self._engine.connect() as connection:
            names: Sequence[str] = (
                connection.execute(query, {"schema": schema, "name": str(table_name)}).scalars().all()
            )
        return [{"name": name, "type": sa.types.NullType()} for name in names]

    def get_pk_constraint(self, table_name: str, schema: str | None = None) -> dict[str, Any]:
        """No key: GX only decorates its column list with it."""
        return {"constrained_columns": []}


class DuckDBExecutionEngine(SqlAlchemyExecutionEngine):  # type: ignore[misc]
    """GX's SQL engine, with every result frozen while its connection is open."""

    def execute_query(self, query: sa.Executable) -> sa.Result[Any]:
        """Runs a query; all its rows are in memory when this returns."""
        with self.get_connection() as connection:
            result: sa.Result[Any] = self._execute_query_with_recovery(connection, query)
            return result.freeze()()

    def execute_query_in_transaction(self, query: sa.Executable) -> sa.Result[Any]:
        """The same: a read-only file has nothing to commit."""
        return self.execute_query(query)

    def get_inspector(self) -> DuckDBColumns:
        """Asked for the columns of a table."""
        return DuckDBColumns(self.engine)


_EngineType = type[SqlAlchemyExecutionEngine]


class DuckDBDatasource(SQLDatasource):  # type: ignore[misc]
    """GX's SQL data source, on the engine above."""

    type: Literal["duckdb"] = "duckdb"

    @property
    def execution_engine_type(self) -> _EngineType:
        """The engine that GX makes for this source."""
        return DuckDBExecutionEngine


def new_context() -> EphemeralDataContext:
    """A GX context in memory that draws no progress bars and reports to nobody."""
    config = DataContextConfig(
        store_backend_defaults=InMemoryStoreBackendDefaults(),
        progress_bars=ProgressBarsConfig(globally=False),
        analytics_enabled=False,
    )
    context: EphemeralDataContext = gx.get_context(mode="ephemeral", project_config=config)
    return context


@contextmanager
def open_layer(database: Path, layer: str, variables: Mapping[str, str]) -> Iterator["Layer"]:
    """The tables of one schema of a DuckDB file, which is free again afterwards.

    `variables` are the session variables that the views of the build database read.
    """
    context = new_context()
    source = context.data_sources.add_duckdb(
        name=layer, connection_string=f"duckdb:///{database}?access_mode=read_only"
    )
    engines = (source.get_engine(), source.get_execution_engine().engine)
    for engine in engines:
        engine.dispose()
        sa.event.listen(engine, "connect", lambda session, _: _set_variables(session, variables))
    try:
        yield Layer(source, layer)
    finally:
        for engine in engines:
            engine.dispose()


def _set_variables(session: Any, variables: Mapping[str, str]) -> None:
    for name, value in variables.items():
        session.execute(f"SET VARIABLE {name} = ?", [value])


class Layer:
    """One GX data source with one batch per table."""

    def __init__(self, source: DuckDBDatasource, layer: str) -> None:
        self._source = source
        self._layer = layer

    def tables(self) -> frozenset[str]:
        """The tables and views of the layer."""
        query = sa.text(
            "select table_name from information_schema.tables"
            " where table_catalog = current_database() and table_schema = :schema"
        )
        with self._source.get_engine().connect() as connection:
            return frozenset(connection.execute(query, {"schema": self._layer}).scalars().all())

    def validate(self, table: str, expectations: Sequence[Any]) -> ExpectationSuiteValidationResult:
        """All expectations of a table in one go: GX bundles what they measure into few queries."""
        asset = self._source.add_table_asset(table, table_name=table, schema_name=self._layer)
        batch = asset.add_batch_definition_whole_table("whole").get_batch()
        suite = gx.ExpectationSuite(name=f"{self._layer}.{table}", expectations=list(expectations))
        return batch.validate(suite, result_format=dict(RESULT_FORMAT))

"""The adapter that lets Great Expectations read a DuckDB file that is opened read-only."""

import socket
from importlib.metadata import version
from pathlib import Path

import duckdb
import great_expectations as gx
import pytest
from great_expectations.datasource.fluent import SQLDatasource

from expectations.engine import DuckDBExecutionEngine, new_context, open_layer

EXPECTATIONS = (
    gx.expectations.ExpectTableRowCountToBeBetween(min_value=5, max_value=5),
    gx.expectations.ExpectColumnValuesToNotBeNull(column="sale_key"),
    gx.expectations.ExpectColumnMaxToBeBetween(column="amount", max_value=40),
)


def test_the_adapter_is_written_for_these_versions() -> None:
    # Another version may need another adapter, or none: read engine.py again before changing a pin.
    assert version("great-expectations") == "1.24.1"
    assert version("duckdb-engine") == "0.17.0"


@pytest.mark.filterwarnings("ignore:You are using a generic SQLDatasource")
def test_great_expectations_alone_cannot_read_the_file(database: Path) -> None:
    source = new_context().data_sources.add_sql(
        name="plain", connection_string=f"duckdb:///{database}?access_mode=read_only"
    )
    assert type(source) is SQLDatasource
    asset = source.add_table_asset("fct_sale", table_name="fct_sale", schema_name="warehouse")
    batch = asset.add_batch_definition_whole_table("whole").get_batch()
    (result,) = batch.validate(gx.ExpectationSuite("plain", expectations=[EXPECTATIONS[0]])).results
    assert not result.success
    assert "list index out of range" in str(result.exception_info)


def test_with_the_adapter_it_can(database: Path) -> None:
    with open_layer(database, "warehouse", {}) as layer:
        assert layer.tables() == {"fct_sale", "fct_known_sale"}
        validation = layer.validate("fct_sale", EXPECTATIONS)
    found = {result.expectation_config.type: result for result in validation.results}
    assert found["expect_table_row_count_to_be_between"].success
    assert found["expect_column_max_to_be_between"].success
    missing = found["expect_column_values_to_not_be_null"]
    assert not missing.success
    assert missing.result["unexpected_count"] == 1
    assert missing.result["element_count"] == 5


@pytest.mark.parametrize("mended", ["execute_query", "execute_query_in_transaction", "get_inspector"])
def test_each_mend_is_the_adapters_own(mended: str) -> None:
    assert mended in vars(DuckDBExecutionEngine)


def test_the_file_is_free_again_afterwards(database: Path) -> None:
    with open_layer(database, "warehouse", {}) as layer:
        layer.validate("fct_sale", EXPECTATIONS)
    with duckdb.connect(str(database)) as connection:
        connection.execute("create table warehouse.written_later as select 1 as one")


def test_nobody_is_called_and_no_bar_is_drawn(
    database: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def called(*_: object) -> None:
        raise AssertionError("Great Expectations opens a connection")

    monkeypatch.setattr(socket.socket, "connect", called)
    with open_layer(database, "warehouse", {}) as layer:
        assert not layer.validate("fct_sale", EXPECTATIONS).success
    assert capfd.readouterr() == ("", "")

from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from orchestration.ingestion.control_total import control_total


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([], "0"),
        ([None, "", "x"], "0"),
        (["1.10", "2.20", "-0.30", "+4"], "7"),
        (["0.1"] * 10, "1"),
        ([" 1", "1 ", "1,5", "1e3", ".5", "5.", "1_0", "0x1", "NaN", "Infinity", "١"], "0"),
        (["99999999999999.9999"] * 3, "299999999999999.9997"),
        (["1" + "0" * 60, "0." + "0" * 40 + "1", "2.5"], "1" + "0" * 59 + "2.5" + "0" * 39 + "1"),
        (["-1" + "0" * 20, "0.12345", "1"], "-99999999999999999998.87655"),
    ],
)
def test_the_sum_is_exact_and_of_plain_decimal_numbers_alone(
    tmp_path: Path, values: list[str | None], expected: str
) -> None:
    rows = tmp_path / "rows.parquet"
    duckdb.execute('CREATE OR REPLACE TEMP TABLE given AS SELECT unnest(CAST(? AS VARCHAR[])) AS "a ""b"', [values])
    duckdb.execute(f"COPY given TO '{rows}' (FORMAT parquet)")
    with duckdb.connect() as connection:
        assert control_total(connection, rows, 'a "b') == Decimal(expected)

"""Every kind of expectation passes on good data, fails on bad, and says so in a line."""

from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest
from sale_table import AS_OF, PERSON, Check, write_suite

from expectations.results import from_validation
from expectations.runner import read_results, run_layer
from expectations.suites import EXPECTATIONS, CheckSpec

NOT_NULL = "expect_column_values_to_not_be_null"

# expectation, arguments that the table fulfils, arguments that it does not, what is said then
CASES: list[tuple[str, dict[str, Any], dict[str, Any], str]] = [
    (
        "expect_table_row_count_to_be_between",
        {"min_value": 5},
        {"min_value": 6},
        "warehouse.fct_sale: 5 rows, expected at least 6",
    ),
    (
        NOT_NULL,
        {"column": "amount"},
        {"column": "sale_key"},
        "warehouse.fct_sale sale_key: 1 of 5 rows are null",
    ),
    (
        NOT_NULL,
        {"column": "sale_key", "mostly": 0.8},
        {"column": "sale_key", "mostly": 0.9},
        "warehouse.fct_sale sale_key: 1 of 5 rows are null, at most 10.00% may be",
    ),
    (
        "expect_column_values_to_be_in_set",
        {"column": "indicator", "value_set": ["CRDT", "DBIT", "HUH"]},
        {"column": "indicator", "value_set": ["CRDT", "DBIT"]},
        "warehouse.fct_sale indicator: 1 of 5 rows are none of CRDT, DBIT",
    ),
    (
        "expect_column_values_to_be_between",
        {"column": "amount", "min_value": -5, "max_value": 40},
        {"column": "amount", "min_value": 0, "strict_min": True, "max_value": 40},
        "warehouse.fct_sale amount: 1 of 5 rows are not above 0 and at most 40",
    ),
    (
        "expect_column_values_to_be_between",
        {"column": "amount", "min_value": -5},
        {"column": "amount", "min_value": 0, "finds": "are sold at a loss"},
        "warehouse.fct_sale amount: 1 of 5 rows are sold at a loss",
    ),
    (
        "expect_column_values_to_be_between",
        {"column": "booking_date", "max_value": "2024-02-03"},
        {"column": "booking_date", "max_value": "$as_of"},
        "warehouse.fct_sale booking_date: 1 of 5 rows are not at most 2024-01-31",
    ),
    (
        "expect_column_pair_values_a_to_be_greater_than_b",
        {"column_A": "value_date", "column_B": "booking_date", "or_equal": True, "mostly": 0.8},
        {"column_A": "value_date", "column_B": "booking_date", "or_equal": True},
        "warehouse.fct_sale value_date: 1 of 5 rows are below booking_date",
    ),
    (
        "expect_column_max_to_be_between",
        {"column": "booking_date", "min_value": "$as_of - 3 days"},
        {"column": "booking_date", "max_value": "$as_of"},
        "warehouse.fct_sale booking_date: max 2024-02-03, expected at most 2024-01-31",
    ),
    (
        "expect_column_mean_to_be_between",
        {"column": "amount", "min_value": 19, "max_value": 19},
        {"column": "amount", "min_value": 20},
        "warehouse.fct_sale amount: mean 19, expected at least 20",
    ),
    (
        "expect_table_row_count_to_be_between",
        {"min_value": 5, "max_value": 5},
        {"min_value": 7, "max_value": 7},
        "warehouse.fct_sale: 5 rows, expected 7",
    ),
    (
        "unexpected_rows",
        {"query": "select sale_key from {batch} where amount = 0", "finds": "sales for nothing"},
        {"query": "select sale_key from {batch} where booking_date > $as_of", "finds": "sales of tomorrow"},
        "warehouse.fct_sale: 1 sales of tomorrow",
    ),
    (
        "unexpected_rows",
        {
            "query": "select indicator as reason from {batch} where amount = 0",
            "finds": "sales",
            "tell": ["reason"],
        },
        {
            "query": "select indicator as reason from {batch} where amount <> 20",
            "finds": "sales",
            "tell": ["reason"],
        },
        "warehouse.fct_sale: 4 sales: CRDT, DBIT, HUH",
    ),
]


def test_every_kind_of_expectation_is_tried() -> None:
    assert {expect for expect, *_ in CASES} == set(EXPECTATIONS)


@pytest.mark.parametrize(("expect", "good", "bad", "detail"), CASES)
def test_good_data_pass_and_bad_data_fail(
    check: Check, expect: str, good: dict[str, Any], bad: dict[str, Any], detail: str
) -> None:
    assert check(expect=expect, **good).success
    result = check(expect=expect, **bad)
    assert not result.success
    assert result.detail == detail
    assert (result.layer, result.table, result.name) == ("warehouse", "fct_sale", "the_check")
    assert result.reason == "Because it matters."


def test_only_a_critical_failure_stops_a_run(check: Check) -> None:
    assert check(severity="critical", expect=NOT_NULL, column="sale_key").is_critical_failure
    assert not check(severity="critical", expect=NOT_NULL, column="amount").is_critical_failure
    warning = check(severity="warning", expect=NOT_NULL, column="sale_key")
    assert not warning.success
    assert not warning.is_critical_failure


def test_counts_stand_beside_the_line(check: Check) -> None:
    result = check(expect=NOT_NULL, column="sale_key")
    assert (result.unexpected_count, result.element_count) == (1, 5)


@pytest.mark.parametrize(
    ("fields", "detail"),
    [
        (
            {"expect": NOT_NULL, "column": "nowhere"},
            'could not be computed, The column "nowhere" in BatchData does not exist.',
        ),
        (
            {"expect": "unexpected_rows", "query": "select nowhere from {batch}", "finds": "rows"},
            "could not be computed, Binder Error",
        ),
    ],
)
def test_what_cannot_be_computed_has_failed(check: Check, fields: dict[str, str], detail: str) -> None:
    result = check(**fields)
    assert not result.success
    assert detail in result.detail


def test_an_error_does_not_quote_the_data(check: Check) -> None:
    query = "select 1 from {batch} where customer_name::integer = 7"
    result = check(expect="unexpected_rows", query=query, finds="numbered customers")
    assert not result.success
    assert "Error" in result.detail or "Exception" in result.detail
    assert PERSON not in result.detail
    assert "Anna" not in result.detail


def test_a_text_is_never_an_observed_value() -> None:
    arguments = {"column": "customer_name", "max_value": 1}
    expect = "expect_column_max_to_be_between"
    spec = CheckSpec("marts", "mart", "the_check", "critical", "So.", expect, arguments)
    result = from_validation(spec, False, {"observed_value": PERSON})
    assert result.observed == "withheld"
    assert PERSON not in result.detail


def test_views_see_the_as_of_date_of_the_run(check: Check) -> None:
    query = "select 1 from {batch} where (select count(*) from warehouse.fct_known_sale) <> 4"
    assert check(expect="unexpected_rows", query=query, finds="later sales").success


def test_a_check_for_another_source_does_not_apply(check: Check) -> None:
    result = check(run_sources=["berka"], expect=NOT_NULL, column="sale_key", sources=["demo"])
    assert result.success
    assert not result.is_applicable


def test_a_table_that_the_build_owes_has_failed(tmp_path: Path, database: Path) -> None:
    folder = tmp_path / "suites"
    expectation = {"expect": NOT_NULL, "column": "key", "severity": "critical", "reason": "Keys join."}
    write_suite(folder, "warehouse", "fct_nowhere", {"key_is_filled": expectation})
    (result,) = run_layer(
        "warehouse",
        database=database,
        raw_root=tmp_path,
        sources=["demo"],
        as_of=AS_OF,
        results=tmp_path / "results",
        folder=folder,
    )
    assert result.is_critical_failure
    assert result.detail == "warehouse.fct_nowhere key: the table is not in the build database"


def test_a_missing_database_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"read from a build database, and .*nowhere.duckdb is not there"):
        run_layer(
            "staging",
            database=tmp_path / "nowhere.duckdb",
            raw_root=tmp_path,
            sources=["demo"],
            as_of=AS_OF,
            results=tmp_path / "results",
        )


def test_results_are_kept_and_told_as_they_come(tmp_path: Path, database: Path) -> None:
    folder, results = tmp_path / "suites", tmp_path / "results"
    expectation = {"expect": NOT_NULL, "column": "sale_key", "severity": "warning", "reason": "Keys join."}
    write_suite(folder, "warehouse", "fct_sale", {"key_is_filled": expectation})
    told: list[tuple[int, int, str]] = []
    outcome = run_layer(
        "warehouse",
        database=database,
        raw_root=tmp_path,
        sources=["demo"],
        as_of=AS_OF,
        results=results,
        progress=lambda done, of, table: told.append((done, of, table)),
        folder=folder,
    )
    assert read_results(results) == outcome
    assert told == [(1, 1, "warehouse.fct_sale")]


def test_results_of_an_earlier_run_do_not_outlive_what_they_speak_of(tmp_path: Path, check: Check) -> None:
    check(expect=NOT_NULL, column="sale_key")
    assert [result.layer for result in read_results(tmp_path / "results")] == ["warehouse"]
    run_raw(tmp_path)
    assert {result.layer for result in read_results(tmp_path / "results")} == {"raw"}


RAW_ROWS = """
copy (
    select
        'T' || n as transaction_id, '{sha}.csv' as _source_file, '{sha}' as _file_sha256, n as _row_number,
        date '{day}' as _business_date, date '{day}' as _delivered_on
    from range({rows}) as r(n)
) to '{path}' (format parquet)
"""


def land(raw: Path, sha: str, day: date, *, held: int, read: int) -> None:
    folder = raw / "demo" / "transaction"
    folder.mkdir(parents=True, exist_ok=True)
    duckdb.execute(RAW_ROWS.format(sha=sha, day=day, rows=held, path=folder / f"{sha}.parquet"))
    (folder / f"{sha}.rejects.parquet").write_bytes((folder / f"{sha}.parquet").read_bytes())
    (folder / f"{sha}.json").write_text(
        f'{{"source": "demo", "system": "core_banking", "table": "transaction", "file": "{sha}.csv",'
        f' "sha256": "{sha}", "business_date": "{day}", "delivered_on": "{day}", "kind": "delta",'
        f' "rows_declared": {read}, "rows_landed": {read}, "rows_parsed": {read}, "rows_rejected": 0,'
        f' "new_columns": [], "status": "landed", "reason": null, "detail": ""}}'
    )


def run_raw(tmp_path: Path) -> dict[str, tuple[bool, str]]:
    folder = tmp_path / "suites"
    about = {"severity": "critical", "reason": "So."}
    agree = (
        "select source_file from raw.receipt left join (select _file_sha256 as sha256, count(*) as held"
        " from {batch} group by all) using (sha256) where rows_parsed <> coalesce(held, 0)"
    )
    write_suite(
        folder,
        "raw",
        "demo__transaction",
        {
            "rows_are_there": {"expect": "expect_table_row_count_to_be_between", "min_value": 1, **about},
            "rows_agree": {
                "expect": "unexpected_rows",
                "query": agree,
                "finds": "files",
                "tell": ["source_file"],
                **about,
            },
            "is_recent": {
                "expect": "expect_column_max_to_be_between",
                "column": "_business_date",
                "min_value": "$as_of - 10 days",
                **about,
            },
        },
    )
    outcome = run_layer(
        "raw",
        database=None,
        raw_root=tmp_path / "raw",
        sources=["demo"],
        as_of=AS_OF,
        results=tmp_path / "results",
        folder=folder,
    )
    return {result.name: (result.success, result.detail) for result in outcome}


def test_the_raw_zone_is_read_as_far_as_the_run_sees_it(tmp_path: Path) -> None:
    land(tmp_path / "raw", "a" * 64, date(2024, 1, 31), held=3, read=3)
    land(tmp_path / "raw", "b" * 64, date(2024, 2, 1), held=5, read=4)
    found = run_raw(tmp_path)
    assert found["rows_are_there"] == (True, "raw.demo__transaction: 3 rows, expected at least 1")
    assert found["rows_agree"][0]
    assert found["is_recent"][0]
    assert not (tmp_path / "results" / "raw_views.duckdb").exists()


def test_a_raw_file_that_lost_rows_is_named(tmp_path: Path) -> None:
    land(tmp_path / "raw", "a" * 64, date(2024, 1, 11), held=3, read=4)
    found = run_raw(tmp_path)
    assert found["rows_agree"] == (False, f"raw.demo__transaction: 1 files: {'a' * 64}.csv")
    assert found["is_recent"] == (
        False,
        "raw.demo__transaction _business_date: max 2024-01-11, expected at least 2024-01-21",
    )


def test_a_raw_table_of_which_nothing_landed_is_empty(tmp_path: Path) -> None:
    found = run_raw(tmp_path)
    assert found["rows_are_there"] == (False, "raw.demo__transaction: no file has landed")
    assert found["rows_agree"] == (True, "raw.demo__transaction: not applicable, no file has landed")

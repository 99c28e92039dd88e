"""The batch ledger: what it says of an attempt, that it is never edited, and that an edit is noticed."""

import json
import os
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from orchestration.defs.transformation.assets import MARTS, WAREHOUSE, failed_test
from orchestration.home import Home
from orchestration.ledger import LedgerError, attempt_totals, read_chain, record_attempt
from orchestration.ledger.measures import dimension_keys
from orchestration.manifest import current_manifest
from tests.unit.orchestration.ledger_home import CHECK, attempt, build, check, landed_home, rows

# A key of an account, or of a customer; a key of a competitor, or of a holding.
OF_ONE_OF_TWO = {
    "fct_activity_use_monthly.subject_key",
    "fct_market_merger.acquirer_key",
    "fct_market_merger.target_key",
}


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = landed_home(tmp_path)
    build(home)
    return home


def test_rows_and_files_of_each_landed_table_by_the_as_of_date(home: Home) -> None:
    """February landed too, and is not of this batch. Declared: 21 + 3; refunds are held back, for 7 came and not 8."""
    record_attempt(home, attempt())
    columns = (
        "table_name, files_landed, files_held_back, control_total_declared, control_total_landed, "
        "rows_landed, rows_staged, rows_quarantined, rows_duplicate"
    )
    assert rows(home, "landed_table", columns) == [
        ("refund", 0, 1, Decimal(8), None, 0, 0, 0, 0),
        ("sale", 2, 0, Decimal(24), Decimal(24), 5, 3, 1, 1),
    ]


def test_rows_of_each_fact_that_find_a_known_member(home: Home) -> None:
    """Of six sales two are of nobody known and one points to a version that is not there; one product is unknown."""
    record_attempt(home, attempt())
    columns = "table_name, key_name, dimension_name, rows_in_fact, rows_joined, rows_unknown"
    assert rows(home, "fact_dimension", columns) == [
        ("fct_sale", "customer_key", "dim_customer", 6, 4, 2),
        ("fct_sale", "customer_version_key", "dim_customer", 6, 3, 3),
        ("fct_sale", "product_key", "dim_product", 6, 4, 2),
    ]


def test_checks_of_each_table_and_tests_of_dbt_that_failed(home: Home) -> None:
    broken = replace(CHECK, success=False)
    check(
        home,
        raw=[CHECK, CHECK, replace(CHECK, is_applicable=False), replace(broken, severity="warning")],
        warehouse=[replace(broken, table="fct_sale"), replace(CHECK, table="fct_sale")],
    )
    tests = [("warehouse", "fct_sale"), ("warehouse", "fct_rate"), ("warehouse", "fct_rate")]
    record_attempt(home, attempt(status="blocked", stopped_at="build_warehouse", failed_tests=tests))
    columns = (
        "layer_name, source_system, table_name, checks_passed, checks_failed_critical, checks_failed_warning, "
        "checks_not_applicable"
    )
    assert rows(home, "checked_table", columns) == [
        ("raw", "shop", "sale", 2, 0, 1, 1),
        ("warehouse", None, "fct_rate", 0, 2, 0, 0),
        ("warehouse", None, "fct_sale", 1, 2, 0, 0),
    ]


def test_a_batch_that_is_blocked_has_its_rows_too_and_says_where(tmp_path: Path) -> None:
    """No build database: raw stopped it, and what an earlier batch has built is not told as its own."""
    home = landed_home(tmp_path)
    record_attempt(home, attempt(status="blocked", stopped_at="check_raw", layers=()))
    assert rows(home, "batch", "batch_id, status_code, stopped_at, source_set, code_version") == [
        ("a1", "blocked", "check_raw", "shop", "code")
    ]
    assert rows(home, "landed_table", "table_name, rows_landed, rows_staged") == [
        ("refund", 0, None),
        ("sale", 5, None),
    ]
    assert rows(home, "fact_dimension", "*") == []


def test_what_a_later_layer_holds_of_an_earlier_batch_is_left_out(home: Home) -> None:
    record_attempt(home, attempt(status="blocked", stopped_at="check_staging", layers=("staging",)))
    assert rows(home, "landed_table", "rows_staged") == [(0,), (3,)]
    assert rows(home, "fact_dimension", "*") == []


def test_attempts_are_numbered_in_the_home_and_for_their_batch(home: Home) -> None:
    before: dict[Path, bytes] = {}
    for batch_id in ("a1", "b2", "a1", "a1"):
        entry = record_attempt(home, attempt(batch_id))
        assert entry.path.stat().st_mode & 0o777 == 0o400
        assert all(path.read_bytes() == content for path, content in before.items())
        before[entry.path] = entry.path.read_bytes()
    assert [path.name for path in before] == [
        *("000001-a1.parquet", "000002-b2.parquet", "000003-a1.parquet", "000004-a1.parquet")
    ]
    assert rows(home, "batch", "ledger_number, batch_id, attempt_number") == [
        (1, "a1", 1),
        (2, "b2", 1),
        (3, "a1", 2),
        (4, "a1", 3),
    ]


def test_totals_of_an_attempt_count_each_row_once(home: Home) -> None:
    check(home, raw=[replace(CHECK, success=False, severity="warning"), CHECK])
    assert attempt_totals(home.ledger) == []
    record_attempt(home, attempt())
    (total,) = attempt_totals(home.ledger)
    assert (total.number, total.batch_id, total.as_of, total.sources, total.status) == (
        *(1, "a1", "2024-01-31", "shop", "passed"),
    )
    assert (total.rows_landed, total.rows_staged, total.rows_quarantined, total.checks_failed) == (5, 3, 1, 1)


def _edit(path: Path) -> None:
    path.chmod(0o600)
    with duckdb.connect() as connection:
        connection.execute(f"create table entry as select * replace ('passed' as status_code) from '{path}'")
        connection.execute("update entry set rows_landed = 0")
        connection.execute(f"copy entry to '{path}' (format parquet)")


def _cut(path: Path) -> None:
    path.chmod(0o600)
    path.write_bytes(path.read_bytes()[:100])


@pytest.mark.parametrize("number", [1, 2, 3])
@pytest.mark.parametrize("harm", [_edit, _cut, Path.unlink])
def test_whatever_is_done_to_a_file_is_noticed(home: Home, number: int, harm: Callable[[Path], None]) -> None:
    paths = [record_attempt(home, attempt(batch_id)).path for batch_id in ("a1", "b2", "c3")]
    harm(paths[number - 1])
    for look in (read_chain, attempt_totals):
        with pytest.raises(LedgerError, match=rf"{number:06d}-.*\.parquet: this file of the batch ledger"):
            look(home.ledger)
    left = sorted(home.ledger.iterdir())
    with pytest.raises(LedgerError, match=f"{number:06d}"):
        record_attempt(home, attempt("d4"))
    assert sorted(home.ledger.iterdir()) == left


def test_a_file_that_is_added_by_hand_is_noticed(home: Home) -> None:
    path = record_attempt(home, attempt()).path
    for name in ("000001-b2.parquet", "000002-a1.parquet", "copy.parquet"):
        alien = home.ledger / name
        alien.write_bytes(path.read_bytes())
        with pytest.raises(LedgerError):
            read_chain(home.ledger)
        alien.unlink()
    assert len(read_chain(home.ledger)) == 1


def test_taking_the_end_away_with_its_mark_is_noticed(home: Home) -> None:
    for batch_id in ("a1", "b2", "c3"):
        record_attempt(home, attempt(batch_id))
    for text in ("", "2 what\n"):
        (home.ledger / "last").write_text(text)
        with pytest.raises(LedgerError, match="last: "):
            read_chain(home.ledger)
    (home.ledger / "last").unlink()
    with pytest.raises(LedgerError, match="last: "):
        read_chain(home.ledger)


def test_dying_at_any_step_leaves_a_ledger_that_goes_on(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every change of a file is one of these calls: dying before the n-th for every n is dying at every step."""

    class Died(BaseException):
        pass

    record_attempt(home, attempt("a1"))
    first = {entry.path: entry.path.read_bytes() for entry in read_chain(home.ledger)}
    steps, finished = 0, False
    while not finished:
        steps += 1
        calls = 0

        def counting(real: Callable[..., object], fatal: int = steps) -> Callable[..., object]:
            def call(*arguments: object, **options: object) -> object:
                nonlocal calls
                calls += 1
                if calls == fatal:
                    raise Died
                return real(*arguments, **options)

            return call

        known = read_chain(home.ledger)
        with monkeypatch.context() as patch:
            for owner, name in ((os, "link"), (os, "fsync"), (Path, "chmod"), (Path, "unlink"), (Path, "replace")):
                patch.setattr(owner, name, counting(getattr(owner, name)))
            try:
                record_attempt(home, attempt("b2"))
                finished = True
            except Died:
                pass
        entries = read_chain(home.ledger)
        assert entries[: len(known)] == known
        assert len(entries) - len(known) in (0, 1)
    assert steps > 8
    assert all(path.read_bytes() == content for path, content in first.items())
    assert sorted(path.name for path in home.ledger.iterdir()) == sorted(
        ["last", *(entry.path.name for entry in read_chain(home.ledger))]
    )


def test_every_key_of_every_fact_is_its_own_or_is_counted_against_its_dimension() -> None:
    """A fact that joins the warehouse tomorrow is counted by the names of its keys, and by nothing else."""
    nodes = json.loads(current_manifest().read_text())["nodes"].values()
    columns = {node["name"]: set(node["columns"]) for node in nodes if node["schema"] == "warehouse"}
    found = dimension_keys(columns)
    assert ("fct_transaction", "account_version_key", "dim_account") in found
    assert ("fct_complaint", "customer_key", "dim_customer") in found
    keys = {
        f"{fact}.{column}"
        for fact, names in columns.items()
        if fact.startswith("fct_")
        for column in names
        if column.endswith("_key") and not fact.endswith(column.removesuffix("_key"))
    }
    assert keys - {f"{fact}.{key}" for fact, key, _ in found} == OF_ONE_OF_TWO


def test_a_dbt_test_that_fails_counts_for_its_table() -> None:
    manifest = json.loads(current_manifest().read_text())
    tests = {node["name"]: key for key, node in manifest["nodes"].items() if node["resource_type"] == "test"}

    def result(test: str, status: str, kind: str = "test") -> dict[str, object]:
        return {"data": {"node_info": {"unique_id": tests[test], "resource_type": kind, "node_status": status}}}

    generic = next(name for name in tests if name.startswith("unique_combination_source_coverage"))
    assert failed_test(result(generic, "fail"), manifest, MARTS) == [("marts", "source_coverage")]
    assert failed_test(result(generic, "error"), manifest, MARTS) == [("marts", "source_coverage")]
    assert failed_test(result(generic, "pass"), manifest, MARTS) == []
    assert failed_test(result(generic, "error", "model"), manifest, MARTS) == []
    singular = failed_test(result("assert_every_fact_finds_its_dimension_version", "fail"), manifest, WAREHOUSE)
    assert singular == [("warehouse", "fct_transaction")]

"""The suites that come with the warehouse."""

import subprocess
import sys
from pathlib import Path

import pytest
from great_expectations import expectations as gxe
from tiny_bank import AS_OF, RUINED, make_bank

from expectations.runner import CheckResult, bind, run_layer
from expectations.suites import EXPECTATIONS, LAYERS, ROW_COUNT, ROW_QUERY, CheckSpec, all_checks
from expectations.translation import expectation_for

CHECKS = all_checks()


def test_every_layer_has_suites_of_both_severities() -> None:
    assert {check.layer for check in CHECKS} == set(LAYERS)
    for layer in LAYERS:
        assert {check.severity for check in CHECKS if check.layer == layer} == {"critical", "warning"}


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: f"{check.layer}.{check.table}.{check.name}")
def test_great_expectations_takes_every_expectation(check: CheckSpec) -> None:
    assert expectation_for(bind(check, AS_OF)).severity.value == check.severity
    assert "$" not in str(bind(check, AS_OF).arguments)


@pytest.mark.parametrize("expect", sorted(set(EXPECTATIONS) - {ROW_QUERY}))
def test_the_loader_knows_the_arguments_of_great_expectations(expect: str) -> None:
    gx_class = getattr(gxe, "".join(word.capitalize() for word in expect.split("_")))
    needed, allowed = EXPECTATIONS[expect]
    assert needed | allowed <= set(gx_class.__fields__)


def test_every_raw_suite_asks_for_rows() -> None:
    # A raw table without files has no columns to look at: only the number of rows can fail.
    raw = {check.table for check in CHECKS if check.layer == "raw"}
    assert raw == {check.table for check in CHECKS if check.layer == "raw" and check.expect == ROW_COUNT}


def test_listing_the_checks_does_not_import_great_expectations() -> None:
    program = "import sys, expectations.runner as r; r.all_checks(); sys.exit('great_expectations' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], cwd=Path(__file__).parents[3]).returncode == 0


def run_all(home: Path, ruin: str) -> dict[tuple[str, str, str], CheckResult]:
    home.mkdir()
    make_bank(home, ruin)
    results = [
        result
        for layer in LAYERS
        for result in run_layer(
            layer,
            database=home / "build.duckdb",
            raw_root=home / "raw",
            sources=["berka", "cfpb_complaints", "demo", "fdic_sod"],
            as_of=AS_OF,
            results=home / "checks",
        )
    ]
    return {(result.layer, result.table, result.name): result for result in results}


def test_a_good_bank_passes_every_check(tmp_path: Path) -> None:
    results = run_all(tmp_path / "good", "")
    assert len(results) == len(CHECKS)
    assert [result.detail for result in results.values() if not result.success] == []
    assert all(result.is_applicable for result in results.values())


def test_every_check_fails_on_a_bank_that_is_ruined_its_way(tmp_path: Path) -> None:
    failed: dict[tuple[str, str, str], CheckResult] = {}
    for way, ruin in RUINED.items():
        results = run_all(tmp_path / way, ruin)
        failed |= {key: result for key, result in results.items() if not result.success}
    never = {(check.layer, check.table, check.name) for check in CHECKS} - failed.keys()
    assert not never
    assert not [result.detail for result in failed.values() if "could not be computed" in result.detail]
    for check in CHECKS:
        result = failed[check.layer, check.table, check.name]
        assert (result.severity, result.reason) == (check.severity, check.reason)
        assert result.is_critical_failure == (check.severity == "critical")
        assert result.detail.startswith(f"{check.layer}.{check.table}")

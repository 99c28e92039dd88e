"""The demo bank's late and corrected files restate closed months; what was published is what was known on closing."""

import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import duckdb
import pytest

from orchestration.home import DBT_PROJECT, Home
from orchestration.run import environment, resolve_batch

# Balances of February, fees and transactions of March, risk parameters and corrected transactions of May come late.
CAUSES = {
    date(2025, 2, 28): "account_balance",
    date(2025, 3, 31): "fee",
    date(2025, 5, 31): "risk_parameter",
}


def test_months_with_late_files_are_restated(published: duckdb.DuckDBPyConnection) -> None:
    restated = published.execute(
        "select month_end_date, string_agg(distinct cause, ', ') from marts.contribution_restatement "
        "where line_code = 'net_income' and difference_amount <> 0 group by month_end_date order by month_end_date"
    ).fetchall()
    assert [month_end for month_end, _ in restated] == list(CAUSES)
    assert all(CAUSES[month_end] in causes for month_end, causes in restated)


def test_other_months_change_only_what_stands_on_balances_in_foreign_currency(
    published: duckdb.DuckDBPyConnection,
) -> None:
    lines = published.execute(
        "select distinct line_code from marts.contribution_restatement "
        "where difference_amount <> 0 and not list_contains(?, month_end_date)",
        [list(CAUSES)],
    ).fetchall()
    assert {line for (line,) in lines} <= {"revaluation_difference"}


@pytest.mark.slow
@pytest.mark.parametrize("month_end", CAUSES)
def test_published_amounts_are_what_the_rules_gave_on_the_closing_day(
    month_end: date,
    demo_home: Path,
    published: duckdb.DuckDBPyConnection,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("WAREHOUSE_KEY_SECRET", "tests")
    build = _build_as_of(month_end, demo_home, tmp_path)
    amounts = published.execute(
        "select line_code, customer_key, published_amount from marts.contribution_restatement "
        "where month_end_date = ? and published_on = month_end_date and customer_key <> -1",
        [month_end],
    ).fetchall()
    assert len(amounts) > 300
    with duckdb.connect(str(build), read_only=True) as then:
        for line in sorted({line for line, *_ in amounts}):
            shown = dict(
                then.execute(
                    f"select customer_key, {line}_amount from marts.customer_contribution_monthly "
                    "where month_end_date = ?",
                    [month_end],
                ).fetchall()
            )
            published_then = {customer: amount for of, customer, amount in amounts if of == line}
            assert published_then == {customer: shown.get(customer) for customer in published_then}, line


def _build_as_of(day: date, demo_home: Path, folder: Path) -> Path:
    """The tables of an earlier day; with files missing the books would not agree and no run would publish them."""
    home = Home(folder)
    (folder / "raw").symlink_to(demo_home / "raw")
    build = home.build_database(["demo"])
    build.parent.mkdir(parents=True)
    shutil.copy(demo_home / build.relative_to(folder), build)
    done = subprocess.run(
        [
            *(Path(sys.executable).with_name("dbt"), "run", "--full-refresh", "--no-use-colors"),
            *("--select", "+customer_contribution_monthly", "--exclude", "path:models/staging"),
            *("--project-dir", DBT_PROJECT, "--profiles-dir", DBT_PROJECT),
            *("--target-path", folder / "target", "--log-path", folder / "logs"),
        ],
        env=environment(home, resolve_batch(home, ["demo"], day)),
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout
    return build

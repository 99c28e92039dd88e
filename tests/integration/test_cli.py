"""What the command says and how it ends."""

import io
import json
import re
import shutil
from pathlib import Path

import pytest
from rich.console import Console

from orchestration.home import Home
from orchestration.ledger import attempt_totals
from orchestration.publishing import current_publication
from orchestration.summary import print_summary
from tests.conftest import REPOSITORY, run_demo, warehouse


@pytest.mark.parametrize(
    "arguments",
    [
        ["--help"],
        ["run", "--help"],
        ["simulate", "--help"],
        ["status", "--help"],
        ["explain", "contribution", "--help"],
    ],
)
def test_help(tmp_path: Path, arguments: list[str]) -> None:
    done = warehouse(tmp_path, *arguments)
    assert done.returncode == 0
    assert "Usage" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["run", "--source", "nowhere"], "unknown source nowhere"),
        (["run", "--source", "demo", "--as-of", "31.12.2025"], "31.12.2025"),
        (["run", "--source", "demo", "--landing", "/does/not/exist"], "is not a folder"),
        (["run", "--source", "demo", "--landing", "berka=."], "berka is no --source of this run"),
        (["run", "--source", "demo", "--landing", "demo=/does/not/exist"], "is not a folder"),
        (["run", "--source", "demo", "--landing", ".", "--landing", "tests"], "names the folder of all sources twice"),
        (["run"], "--source"),
        (["simulate", "--customers", "3", "--months", "1", "--out", "x"], "--customers"),
    ],
)
def test_wrong_use_ends_with_2_and_says_what_is_wrong(tmp_path: Path, arguments: list[str], says: str) -> None:
    done = warehouse(tmp_path, *arguments)
    assert done.returncode == 2
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def test_run_on_an_empty_landing_says_what_to_do(tmp_path: Path) -> None:
    done = warehouse(tmp_path, "run", "--source", "demo")
    assert done.returncode == 2
    assert "nothing of demo was delivered" in done.stderr
    assert "Traceback" not in done.stderr


def test_second_run_at_once_ends_with_3_and_names_the_holder(tmp_path: Path) -> None:
    with Home(tmp_path).lock():
        done = warehouse(tmp_path, "run", "--source", "demo")
    assert done.returncode == 3
    assert "is running on this home" in done.stderr


def test_status_of_a_built_home(demo_home: Path) -> None:
    done = warehouse(demo_home, "status")
    assert done.returncode == 0
    assert "current" in done.stdout
    assert "transaction" in done.stdout


def test_summary_tells_whether_the_books_agree_and_what_was_restated(demo_home: Path) -> None:
    out = Console(record=True, width=120, file=io.StringIO())
    print_summary(Home(demo_home), out)
    text = out.export_text()
    ledger = re.search(r"Ledger: (\d+) of (\d+) lines of 14 months agree with it, .* is 0\.00", text)
    assert ledger is not None
    assert ledger[1] == ledger[2]
    assert "Closed months restated" in text
    assert re.search(r"Forecast of 20\d\d-\d\d-\d\d for \d+ months: -?[\d,.]+ expected, -?[\d,.]+ came", text)


def test_failing_critical_check_ends_with_1_and_keeps_the_published_batch(bank: Path, tmp_path: Path) -> None:
    """Balances that do not agree with the transactions must never reach readers."""
    months = sorted((bank / "landing" / "demo").glob("*/*"))
    for delivery in months:
        if delivery.name <= "2024-12-31":
            shutil.copytree(delivery, tmp_path / delivery.relative_to(bank))
    run_demo(tmp_path, "2024-12-31")
    before = current_publication(Home(tmp_path))
    for delivery in months:
        if "2024-12-31" < delivery.name <= "2025-01-31":
            shutil.copytree(delivery, tmp_path / delivery.relative_to(bank))
    manifest = tmp_path / "landing" / "demo" / "core_banking" / "2025-01-31" / "manifest.json"
    content = json.loads(manifest.read_text())
    (balances,) = (entry for entry in content["files"] if entry["table"] == "account_balance")
    _spoil_balances(manifest.parent / balances["file"])
    balances["control_total"] = None
    manifest.write_text(json.dumps(content))
    done = warehouse(tmp_path, "run", "--source", "demo", "--as-of", "2025-01-31")
    assert done.returncode == 1, done.stdout + done.stderr
    assert "fct_account_balance_monthly" in done.stderr
    assert "stays published" in done.stderr
    assert "Traceback" not in done.stderr
    assert current_publication(Home(tmp_path)) == before
    first, blocked = attempt_totals(Home(tmp_path).ledger)
    assert (first.status, first.stopped_at) == ("passed", None)
    assert (blocked.status, blocked.stopped_at, blocked.as_of) == ("blocked", "build_warehouse", "2025-01-31")
    assert blocked.rows_staged is not None
    assert blocked.rows_landed > blocked.rows_staged > first.rows_staged
    status = warehouse(tmp_path, "status")
    assert "blocked" in status.stdout


@pytest.mark.slow
def test_the_committed_sample_can_be_run(tmp_path: Path) -> None:
    done = warehouse(tmp_path, "run", "--source", "demo", "--landing", str(REPOSITORY / "seeds/demo_bank/landing"))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "as of 2025-12-31" in done.stdout


def _spoil_balances(path: Path) -> None:
    """Double the first hundred end balances: plausible numbers that do not agree with the transactions."""
    import csv
    import gzip

    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    column = rows[0].index("end_balance")
    for row in rows[1:101]:
        row[column] = f"{float(row[column]) * 2 + 1:.2f}"
    with gzip.open(path, "wt", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)

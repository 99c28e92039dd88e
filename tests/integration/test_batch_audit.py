"""The ledger of a home over four attempts: two batches, one that a check blocks, and one after it."""

import csv
import json
import shutil
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from orchestration.home import Home
from orchestration.ledger import LedgerError, read_chain
from tests.conftest import REPOSITORY, run_demo, warehouse

SAMPLE = REPOSITORY / "seeds" / "demo_bank"
FIRST, SECOND, BLOCKED, FOURTH = "2025-11-30", "2025-12-31", "2026-01-31", "2026-01-15"

pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Story:
    """A home after its four attempts, and what its batch_audit held after the second."""

    home: Path
    after_two: list[tuple[Any, ...]]


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Story:
    home = tmp_path_factory.mktemp("audited")
    _deliver(home, until=FIRST)
    run_demo(home, FIRST)
    _deliver(home, until=SECOND)
    run_demo(home, SECOND)
    after_two = _audit(home)
    _deliver_a_ledger_without_amounts(home)
    blocked = warehouse(home, "run", "--source", "demo", "--as-of", BLOCKED)
    assert blocked.returncode == 1, blocked.stdout + blocked.stderr
    run_demo(home, FOURTH)
    return Story(home, after_two)


def test_all_four_are_there_and_the_blocked_one_says_where(story: Story) -> None:
    found = _audit(story.home, "as_of_date::varchar, attempt_number, status_code, stopped_at", "record_type = 'batch'")
    assert found == [
        (FIRST, 1, "passed", None),
        (SECOND, 1, "passed", None),
        (BLOCKED, 1, "blocked", "check_raw"),
        (FOURTH, 1, "passed", None),
    ]
    (failed,) = _audit(
        story.home, "layer_name, table_name, checks_failed_critical", "ledger_number = 3 and checks_failed_critical > 0"
    )
    assert failed == ("raw", "ledger", 1)


def test_what_was_said_of_the_first_two_is_the_same_in_the_last_publication(story: Story) -> None:
    assert len(story.after_two) > 200
    assert _audit(story.home, where="ledger_number <= 2") == story.after_two


@pytest.mark.parametrize(("number", "as_of"), [(1, FIRST), (2, SECOND), (3, BLOCKED), (4, FOURTH)])
def test_what_landed_is_what_the_manifests_declare_and_was_not_broken(story: Story, number: int, as_of: str) -> None:
    broken = {row["file"] for row in _answers("held_back_files")}
    files, held, rows, totals = Counter[str](), Counter[str](), Counter[str](), dict[str, Decimal]()
    for manifest in (story.home / "landing").glob("demo/*/*/manifest.json"):
        if manifest.parent.name > as_of:
            continue
        for file in json.loads(manifest.read_text())["files"]:
            table = file["table"]
            is_broken = str((manifest.parent / file["file"]).relative_to(story.home / "landing")) in broken
            files[table] += not is_broken
            held[table] += is_broken
            rows[table] += 0 if is_broken else file["rows"]
            if file["control_total"] is not None:
                totals[table] = totals.get(table, Decimal(0)) + Decimal(file["control_total"])
    found = _audit(
        story.home,
        "table_name, files_landed, files_held_back, rows_landed, control_total_declared",
        f"ledger_number = {number} and record_type = 'landed_table'",
    )
    assert sorted(found) == sorted((name, files[name], held[name], rows[name], totals.get(name)) for name in files)


@pytest.mark.parametrize(("number", "as_of"), [(1, FIRST), (2, SECOND)])
def test_quarantine_is_what_the_answer_key_planted_by_then(story: Story, number: int, as_of: str) -> None:
    planted = Counter(row["table"] for row in _answers("dirty_rows") if row["file"].split("/")[2] <= as_of)
    found = _audit(story.home, "table_name, rows_quarantined", f"ledger_number = {number} and rows_quarantined > 0")
    assert dict(found) == planted


def test_duplicates_are_those_of_the_answer_key(story: Story) -> None:
    planted = {row["table"]: int(row["rows"]) for row in _answers("duplicates")}
    found = _audit(story.home, "table_name, rows_duplicate", "ledger_number = 2 and rows_duplicate > 0")
    assert dict(found) == planted


def test_a_blocked_batch_tells_what_landed_and_nothing_of_what_was_not_built(story: Story) -> None:
    landed = _audit(story.home, "rows_landed, rows_staged", "ledger_number = 3 and record_type = 'landed_table'")
    assert sum(rows for rows, _ in landed) > 7000
    assert {staged for _, staged in landed} == {None}
    assert _audit(story.home, where="ledger_number = 3 and record_type = 'fact_dimension'") == []


def test_facts_are_counted_as_they_are_published(story: Story) -> None:
    with _published(story.home) as connection:
        for fact, key, rows, unknown in _audit(
            story.home, "table_name, key_name, rows_in_fact, rows_unknown", "ledger_number = 4 and rows_in_fact > 0"
        ):
            counted = connection.execute(
                f"select count(*), count(*) filter (where coalesce({key}, -1) = -1) from warehouse.{fact}"
            ).fetchone()
            assert counted == (rows, unknown), f"{fact}.{key}"


def test_status_shows_the_attempts(story: Story) -> None:
    done = warehouse(story.home, "status")
    assert done.returncode == 0, done.stderr
    assert "Attempts, from the batch ledger" in done.stdout
    assert "blocked" in done.stdout


def test_a_run_on_an_edited_ledger_says_so_in_one_line(story: Story, tmp_path: Path) -> None:
    shutil.copytree(story.home / "ledger", tmp_path / "ledger")
    (tmp_path / "landing").symlink_to(story.home / "landing")
    second = read_chain(Home(tmp_path).ledger)[1].path
    second.chmod(0o600)
    second.write_bytes(second.read_bytes() + b" ")
    done = warehouse(tmp_path, "run", "--source", "demo", "--as-of", SECOND)
    assert done.returncode != 0
    assert len(done.stderr.strip().splitlines()) == 1
    assert second.name in done.stderr
    with pytest.raises(LedgerError, match=second.name):
        read_chain(Home(tmp_path).ledger)


def _audit(home: Path, columns: str = "*", where: str = "true") -> list[tuple[Any, ...]]:
    """Rows of the published ledger, attempt by attempt."""
    with _published(home) as connection:
        return connection.execute(
            f"select {columns} from marts.batch_audit where {where} "
            "order by ledger_number, record_type, layer_name, source_system, table_name, key_name"
        ).fetchall()


def _published(home: Path) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(str(home / "published" / "current" / "warehouse.duckdb"), read_only=True)


def _answers(name: str) -> list[dict[str, str]]:
    with (SAMPLE / "answer_key" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _deliver(home: Path, *, until: str) -> None:
    for delivery in (SAMPLE / "landing").glob("demo/*/*"):
        target = home / delivery.relative_to(SAMPLE)
        if delivery.name <= until and not target.exists():
            shutil.copytree(delivery, target)


def _deliver_a_ledger_without_amounts(home: Path) -> None:
    """Finance delivers a line of the general ledger that has no amount: a critical check of the raw zone fails."""
    folder = home / "landing" / "demo" / "finance" / BLOCKED
    folder.mkdir()
    (folder / "ledger_2026-01.csv").write_text(
        "month_end;line_code;currency;amount\n2026-01-31;TAX;CNY;\n", encoding="utf-8"
    )
    file = {"table": "ledger", "file": "ledger_2026-01.csv", "business_date": BLOCKED, "kind": "delta", "rows": 1}
    form = {"format": "csv", "delimiter": ";", "encoding": "utf-8", "compression": "none"}
    total = {"control_column": None, "control_total": None}
    head = {"source": "demo", "system": "finance", "delivered_on": BLOCKED}
    (folder / "manifest.json").write_text(json.dumps({**head, "files": [{**file, **form, **total}]}))

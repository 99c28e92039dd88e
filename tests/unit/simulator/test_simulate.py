import hashlib
from datetime import date
from pathlib import Path

import pytest

from simulator import simulate
from tests.unit.simulator.conftest import Bank


def hashes(home: Path) -> dict[str, str]:
    return {
        path.relative_to(home).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(home.rglob("*"))
        if path.is_file()
    }


def test_the_same_arguments_make_the_same_bytes_in_every_file(dirty_bank: Bank, tmp_path: Path) -> None:
    simulate(150, 14, 11, tmp_path)
    assert hashes(tmp_path) == hashes(dirty_bank.home)


def test_another_seed_makes_another_bank(tmp_path: Path) -> None:
    simulate(30, 2, 1, tmp_path / "one")
    simulate(30, 2, 2, tmp_path / "two")
    one, two = hashes(tmp_path / "one"), hashes(tmp_path / "two")
    assert one["answer_key/contribution.parquet"] != two["answer_key/contribution.parquet"]


def test_extra_days_change_nothing_of_what_was_delivered_before(tmp_path: Path) -> None:
    simulate(60, 4, 3, tmp_path / "without")
    summary = simulate(60, 4, 3, tmp_path / "with", extra_days=40)
    before, after = hashes(tmp_path / "without" / "landing"), hashes(tmp_path / "with" / "landing")
    assert {name: after[name] for name in before} == before
    assert summary.last_delivery == date(2026, 2, 9)
    days = {name.split("/")[2] for name in after.keys() - before.keys() if "/core_banking/" in name}
    assert len(days) == 40


def test_months_end_with_the_month_asked_for(tmp_path: Path) -> None:
    summary = simulate(20, 3, 1, tmp_path, end=date(2024, 2, 10))
    assert (summary.first_delivery, summary.last_delivery) == (date(2023, 12, 31), date(2024, 2, 29))


def test_summary_counts_what_was_made(dirty_bank: Bank) -> None:
    customers = {row["customer_id"] for file in dirty_bank.of("customer") for row in file.rows}
    assert sum(not customer.startswith("C9") for customer in customers) == dirty_bank.summary.customers
    assert len(dirty_bank.files) == dirty_bank.summary.files
    accounts = {row["account_id"] for file in dirty_bank.of("account") for row in file.rows}
    assert sum(not account.startswith("A9") for account in accounts) <= dirty_bank.summary.accounts


def test_all_37_tables_are_delivered_at_the_latest_by_the_end(dirty_bank: Bank) -> None:
    assert len({file.table for file in dirty_bank.files}) == 37


def test_size_follows_the_usage_asked_for(tmp_path: Path) -> None:
    few = simulate(100, 3, 5, tmp_path / "few", transactions_per_month=1.0).transactions
    many = simulate(100, 3, 5, tmp_path / "many", transactions_per_month=30.0).transactions
    assert many > 4 * few


def test_progress_is_told(tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    simulate(20, 2, 1, tmp_path, extra_days=1, progress=lambda *step: told.append(step))
    assert told == [("simulate", 1, 3), ("simulate", 2, 3), ("simulate", 3, 3)]


@pytest.mark.parametrize(
    ("customers", "months", "extra_days", "message"),
    [(5, 3, 0, "at least 20"), (30, 0, 0, "at least one month"), (30, 1, -1, "must not be negative")],
)
def test_impossible_banks_are_refused(
    tmp_path: Path, customers: int, months: int, extra_days: int, message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        simulate(customers, months, 1, tmp_path, extra_days=extra_days)


def test_a_bank_is_never_written_over_another(tmp_path: Path) -> None:
    simulate(20, 1, 1, tmp_path)
    with pytest.raises(FileExistsError, match="choose another place"):
        simulate(20, 1, 2, tmp_path)


@pytest.mark.parametrize("months", [1, 2, 3, 5])
def test_short_histories_work(tmp_path: Path, months: int) -> None:
    assert simulate(20, months, 1, tmp_path).months == months


def test_a_curve_that_stands_still_changes_only_what_hangs_on_it(tmp_path: Path) -> None:
    simulate(40, 4, 6, tmp_path / "moving")
    simulate(40, 4, 6, tmp_path / "still", curve_step_basis_points=0.0)
    moving, still = hashes(tmp_path / "moving" / "landing"), hashes(tmp_path / "still" / "landing")
    changed = {Path(name).name.rsplit("_", 1)[0] for name in moving if moving[name] != still[name]}
    assert moving.keys() == still.keys()
    assert changed == {"ftp_curve", "ledger", "contribution_statement", "manifest.json"}

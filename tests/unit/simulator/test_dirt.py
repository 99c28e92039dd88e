import csv
from collections import Counter
from pathlib import Path

import pytest

from simulator import simulate
from simulator.dirt import LATE
from simulator.faults import CONTRACT_NAMES, FAULTS, NO_ROWS
from tests.unit.simulator.conftest import Bank
from tests.unit.simulator.landing import Row, misfit
from tests.unit.simulator.rules import breaches


def answer(bank: Bank, name: str) -> list[Row]:
    with (bank.home / "answer_key" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_answer_key_names_every_bad_row_and_nothing_else(dirty_bank: Bank) -> None:
    found: Counter[tuple[str, str, str, str]] = Counter()
    for file in dirty_bank.files:
        kind = "not_json" if file.entry["format"] == "jsonl" else "wrong_column_count"
        found[file.table, file.path, "", kind] += len(file.broken)
        for row in file.rows:
            wrong = breaches(file.table, row)
            assert len(wrong) <= 1, (file.path, row)
            for column, breach in wrong:
                found[file.table, file.path, CONTRACT_NAMES.get(column, column), breach] += 1
    expected = Counter(
        (row["table"], row["file"], row["column"], row["kind"]) for row in answer(dirty_bank, "dirty_rows.csv")
    )
    assert +found == expected


@pytest.mark.parametrize(("customers", "months"), [(60, 6), (150, 14)])
def test_even_a_small_bank_has_every_fault(tmp_path: Path, customers: int, months: int) -> None:
    simulate(customers, months, 11, tmp_path)
    with (tmp_path / "answer_key" / "dirty_rows.csv").open(encoding="utf-8", newline="") as file:
        planted = {(row["table"], row["column"], row["kind"]) for row in csv.DictReader(file)}
    for fault in FAULTS:
        assert (fault.table, CONTRACT_NAMES.get(fault.column, fault.column), fault.kind) in planted
    broken = {table for table, column, _ in planted if column == ""}
    assert len(broken) >= len(NO_ROWS) - 1  # employees hardly change within half a year


def test_clean_files_have_no_bad_row_and_fit_their_manifests(clean_bank: Bank) -> None:
    for file in clean_bank.files:
        assert misfit(file, clean_bank.of(file.table)[0]) is None
        assert not file.broken
        assert not any(breaches(file.table, row) for row in file.rows)
    assert clean_bank.summary.dirty_rows == clean_bank.summary.duplicate_rows == 0


def test_files_that_do_not_fit_are_those_of_the_answer_key(dirty_bank: Bank) -> None:
    found = {}
    for file in dirty_bank.files:
        reason = misfit(file, dirty_bank.of(file.table)[0])
        if reason is not None:
            found[file.path] = reason
    expected = {row["file"]: row["reason"] for row in answer(dirty_bank, "held_back_files.csv")}
    assert found == expected
    assert set(found.values()) == {"missing_column", "row_count_mismatch", "control_total_mismatch"}


def test_every_held_back_file_is_delivered_well_later(dirty_bank: Bank) -> None:
    for bad in [file for file in dirty_bank.files if misfit(file, dirty_bank.of(file.table)[0])]:
        again = [
            file
            for file in dirty_bank.of(bad.table)
            if file.business_date == bad.business_date and file.delivered_on > bad.delivered_on
        ]
        assert len(again) == 1
        assert again[0].kind == "late"
        assert misfit(again[0], dirty_bank.of(bad.table)[0]) is None


def test_exact_duplicates_are_counted_by_table(dirty_bank: Bank) -> None:
    found: Counter[str] = Counter()
    for table in {file.table for file in dirty_bank.files}:
        rows = Counter(
            tuple(sorted(row.items()))
            for file in dirty_bank.of(table)
            if misfit(file, dirty_bank.of(table)[0]) is None
            for row in file.rows
        )
        found[table] = sum(count - 1 for count in rows.values())
    expected = {row["table"]: int(row["rows"]) for row in answer(dirty_bank, "duplicates.csv")}
    assert dict(+found) == expected
    assert expected.keys() == {"transaction", "fee", "interaction"}


def test_some_transactions_arrive_two_months_late(dirty_bank: Bank) -> None:
    late = [file for file in dirty_bank.of("transaction") if file.kind == "late"]
    assert late
    for file in late:
        assert len(file.rows) >= 3
        months = 12 * (file.delivered_on.year - file.business_date.year)
        assert months + file.delivered_on.month - file.business_date.month == LATE.lag
        assert all(row["booking_date"] <= file.business_date.isoformat() for row in file.rows)


@pytest.mark.parametrize("table", ["transaction", "customer"])
def test_corrections_end_with_the_true_value(dirty_bank: Bank, table: str) -> None:
    corrections = [row for row in answer(dirty_bank, "corrections.csv") if row["table"] == table]
    assert corrections
    for row in corrections:
        delivered = [
            (file.delivered_on.isoformat(), each[row["column"]])
            for file in dirty_bank.of(table)
            for each in file.rows
            if each[f"{table}_id"] == row["key"] and file.delivered_on.isoformat() <= row["corrected_on"]
        ]
        assert delivered[-1] == (row["corrected_on"], row["true_value"])
        assert row["delivered_value"] in [value for _, value in delivered[:-1]]


def test_one_correction_moves_a_transaction_to_another_month(dirty_bank: Bank) -> None:
    moved = [row for row in answer(dirty_bank, "corrections.csv") if row["column"] == "booking_date"]
    assert moved
    assert all(row["delivered_value"][:7] < row["true_value"][:7] for row in moved)


def test_a_corrected_customer_differs_from_every_earlier_row(dirty_bank: Bank) -> None:
    for row in answer(dirty_bank, "corrections.csv"):
        if row["table"] == "customer":
            texts = [
                each for file in dirty_bank.of("customer") for each in file.rows if each["customer_id"] == row["key"]
            ]
            assert len({tuple(text.items()) for text in texts}) == len(texts)


def test_changed_columns_are_told(dirty_bank: Bank) -> None:
    found = set()
    for file in dirty_bank.files:
        usual = dirty_bank.of(file.table)[0].columns
        found |= {(file.path, file.table, column, "new") for column in set(file.columns) - set(usual)}
        found |= {(file.path, file.table, column, "missing") for column in set(usual) - set(file.columns)}
    expected = {tuple(row.values()) for row in answer(dirty_bank, "changed_columns.csv")}
    assert found == expected
    assert {change for *_, change in found} == {"new", "missing"}

from collections import defaultdict
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

import pytest

from tests.unit.simulator.conftest import Bank
from tests.unit.simulator.landing import Row

CENT = Decimal("0.01")
POSTED = ("interest", "penalty_interest")


def signed(row: Row) -> Decimal:
    return Decimal(row["amount"]) * (1 if row["credit_debit"] == "CRDT" else -1)


@pytest.fixture(scope="module", params=["dirty_bank", "clean_bank"])
def bank(request: pytest.FixtureRequest) -> Bank:
    found: Bank = request.getfixturevalue(request.param)
    return found


@pytest.fixture(scope="module")
def transactions(bank: Bank) -> dict[str, list[Row]]:
    by_account: dict[str, list[Row]] = defaultdict(list)
    for row in bank.winners("transaction", "transaction_id").values():
        by_account[row["account_id"]].append(row)
    return by_account


def test_every_balance_is_the_sum_of_the_transactions(bank: Bank, transactions: dict[str, list[Row]]) -> None:
    balances = bank.winners("account_balance", "account_id", "month_end")
    assert balances
    for (account, month_end), row in balances.items():
        total = sum(signed(each) for each in transactions[account] if each["booking_date"] <= month_end)
        assert total == Decimal(row["end_balance"]), (account, month_end)


def test_average_balance_is_the_mean_of_the_days_before_interest(
    bank: Bank, transactions: dict[str, list[Row]]
) -> None:
    for (account, month_end), row in bank.winners("account_balance", "account_id", "month_end").items():
        days = int(month_end[8:])
        total = Decimal(0)  # an amount booked on day d of the month stands on the books on days d .. days
        for each in transactions[account]:
            is_posting = each["booking_date"] == month_end and each["purpose"] in POSTED
            if each["booking_date"] <= month_end and not is_posting:
                began = int(each["booking_date"][8:]) if each["booking_date"][:7] == month_end[:7] else 1
                total += signed(each) * (days - began + 1)
        average = (total / days).quantize(CENT, ROUND_HALF_UP)
        assert average == Decimal(row["average_balance"]), (account, month_end)


def test_an_account_has_a_balance_in_every_month_from_opening_to_closing(bank: Bank) -> None:
    months: dict[str, list[date]] = defaultdict(list)
    for account, month_end in bank.winners("account_balance", "account_id", "month_end"):
        months[account].append(date.fromisoformat(month_end))
    latest = {number: rows[-1][1] for number, rows in bank.versions("account", "account_id").items()}
    assert set(months) == set(latest)
    for account, ends in months.items():
        ends.sort()
        assert all((two - timedelta(days=two.day)) == one for one, two in pairwise(ends)), account
        closed = latest[account]["closed_date"]
        if closed:
            assert date.fromisoformat(closed) <= ends[-1]
            assert ends[-1].isoformat()[:7] == closed[:7]
        else:
            assert ends[-1] == bank.summary.last_delivery


def test_closed_accounts_are_empty_and_move_no_more(bank: Bank, transactions: dict[str, list[Row]]) -> None:
    closed = {
        number: rows[-1][1]["closed_date"]
        for number, rows in bank.versions("account", "account_id").items()
        if rows[-1][1]["closed_date"]
    }
    assert closed
    for account, day in closed.items():
        assert sum(signed(row) for row in transactions[account]) == 0
        assert all(row["booking_date"] <= day for row in transactions[account])


def test_no_deposit_is_ever_overdrawn_and_loans_are_owed(bank: Bank) -> None:
    side = {row["product_id"]: row["balance_side"] for _, row in bank.good("product")}
    product = {row["account_id"]: row["product_id"] for _, row in bank.good("account")}
    for (account, _), row in bank.winners("account_balance", "account_id", "month_end").items():
        balance = Decimal(row["end_balance"])
        assert balance <= 0 if side[product[account]] == "loan" else balance >= 0


def test_outstanding_loans_are_the_balances_turned_round(bank: Bank) -> None:
    balances = bank.winners("account_balance", "account_id", "month_end")
    loans = bank.winners("loan", "account_id", "month_end")
    for key, row in loans.items():
        assert Decimal(row["outstanding_amount"]) == -Decimal(balances[key]["end_balance"])
        assert 0 <= Decimal(row["arrears_amount"]) <= Decimal(row["outstanding_amount"])
        assert (Decimal(row["arrears_amount"]) > 0) == (int(row["days_past_due"]) > 0)
    assert any(int(row["days_past_due"]) > 0 for row in loans.values())


def test_every_fee_is_a_transaction_too(bank: Bank) -> None:
    def key(row: Row, kind: str) -> tuple[str, ...]:
        return (row["account_id"], row["booking_date"], row["value_date"], row["amount"], kind)

    fees = sorted(key(row, row["fee_kind"]) for row in bank.winners("fee", "fee_id").values())
    booked = sorted(
        key(row, "fee" if row["purpose"] == "fee" else "refund")
        for row in bank.winners("transaction", "transaction_id").values()
        if row["purpose"] in ("fee", "fee_refund")
    )
    assert fees == booked
    assert any(kind == "refund" for *_, kind in fees)
    assert any(value[:7] > booking[:7] for _, booking, value, _, _ in fees)


def test_true_totals_of_transactions_are_in_the_answer_key(bank: Bank) -> None:
    totals: dict[tuple[str, str], tuple[int, Decimal]] = defaultdict(lambda: (0, Decimal(0)))
    for row in bank.winners("transaction", "transaction_id").values():
        key = (row["booking_date"][:7], row["currency"])
        totals[key] = (totals[key][0] + 1, totals[key][1] + Decimal(row["amount"]))
    lines = (bank.home / "answer_key" / "transactions.csv").read_text().splitlines()[1:]
    expected = {}
    for line in lines:
        end, currency, count, amount = line.split(",")
        expected[end[:7], currency] = (int(count), Decimal(amount))
    assert dict(totals) == expected


def test_payments_between_own_accounts_are_booked_on_both(bank: Bank) -> None:
    sides: dict[str, list[tuple[str, ...]]] = {"DBIT": [], "CRDT": []}
    for row in bank.winners("transaction", "transaction_id").values():
        if row["counterparty_bank"] == "DEMOCNSH" and row["purpose"] != "loan_drawdown":
            accounts = [row["account_id"], row["counterparty_account"]]
            payer, payee = accounts if row["credit_debit"] == "DBIT" else reversed(accounts)
            sides[row["credit_debit"]].append((payer, payee, row["booking_date"], row["amount"], row["purpose"]))
    assert sides["DBIT"]
    assert sorted(sides["DBIT"]) == sorted(sides["CRDT"])

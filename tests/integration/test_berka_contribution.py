"""Contribution of the real Czech bank, computed a second time from its files: what they tell and nothing else."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import duckdb
import pandas as pd
import pytest

from tests.conftest import BERKA, needs_berka
from tests.integration.conftest import BERKA_AS_OF

pytestmark = needs_berka
LAST_MONTH = pd.Period(BERKA_AS_OF, "M")
# The discount rate that reference.assumed_ftp_curve takes for want of a curve of the bank.
ASSUMED_PRICE_OF_FUNDS = Decimal("0.08")
NEVER_THERE = "expected_loss, operating_cost, economic_capital"


def landed(table: str) -> pd.DataFrame:
    return pd.read_csv(BERKA / f"{table}.asc", sep=";", dtype=str, encoding="utf-8")


def cents(text: str) -> int:
    return int(Decimal(text) * 100)


@pytest.fixture(scope="module")
def bookings() -> pd.DataFrame:
    """Transactions with account, day, month, signed cents and symbol."""
    trans = landed("trans")
    day = pd.to_datetime(trans["date"], format="%y%m%d")
    amount = trans["amount"].map(cents)
    return pd.DataFrame(
        {
            "account": trans["account_id"],
            "day": day,
            "month": day.dt.to_period("M"),
            "cents": amount.where(trans["type"] == "PRIJEM", -amount),
            "symbol": trans["k_symbol"].fillna("").str.strip(),
        }
    )


@pytest.fixture(scope="module")
def owner() -> pd.Series:
    """The client who owns an account."""
    disp = landed("disp")
    return disp[disp["type"] == "OWNER"].set_index("account_id")["client_id"]


@pytest.fixture(scope="module")
def owed(bookings: pd.DataFrame) -> set[tuple[str, pd.Period]]:
    """Accounts and months that end with a loan not paid back: the amount granted less the instalments since."""
    paid = bookings[bookings["symbol"] == "UVER"]
    months: set[tuple[str, pd.Period]] = set()
    for loan in landed("loan").itertuples():
        granted = pd.to_datetime(str(loan.date), format="%y%m%d")
        for month in pd.period_range(granted.to_period("M"), LAST_MONTH, freq="M"):
            since = paid[(paid["account"] == loan.account_id) & (paid["day"] >= granted) & (paid["month"] <= month)]
            if cents(str(loan.amount)) + since["cents"].sum() > 0:
                months.add((str(loan.account_id), month))
    return months


@pytest.fixture
def mart(berka: duckdb.DuckDBPyConnection) -> dict[tuple[str, pd.Period], dict[str, Any]]:
    """Rows of the mart by client and month."""
    cursor = berka.execute(
        "select customers.customer_number, contribution.* from marts.customer_contribution_monthly as contribution "
        "inner join private.key_customer as customers using (customer_key)"
    )
    names = [column[0] for column in cursor.description or ()]
    rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return {(row["customer_number"], pd.Period(row["month_end_date"], "M")): row for row in rows}


def by_client(bookings: pd.DataFrame, owner: pd.Series, symbol: str) -> dict[tuple[str, pd.Period], Decimal]:
    chosen = bookings[bookings["symbol"] == symbol]
    summed = chosen["cents"].abs().groupby([chosen["account"].map(owner), chosen["month"]]).sum()
    return {key: Decimal(int(total)) / 100 for key, total in summed.items()}


def known(mart: dict[tuple[str, pd.Period], dict[str, Any]], line: str) -> dict[tuple[str, pd.Period], Decimal]:
    """What a line of the mart tells, zeros left out."""
    return {key: row[f"{line}_amount"] for key, row in mart.items() if row[f"{line}_amount"]}


def words(mart: dict[tuple[str, pd.Period], dict[str, Any]], column: str) -> set[str | None]:
    return {row[column] for row in mart.values()}


def test_everybody_on_the_books_is_there_in_every_month_since_the_first_account(mart: Any) -> None:
    opened = landed("account").set_index("account_id")["date"]
    first = (
        landed("disp").assign(opened=lambda disp: disp["account_id"].map(opened)).groupby("client_id")["opened"].min()
    )
    expected = {
        (client, month)
        for client, day in first.items()
        if day <= "940228"
        for month in pd.period_range(pd.to_datetime(day, format="%y%m%d").to_period("M"), LAST_MONTH, freq="M")
    }
    assert mart.keys() == expected


def test_fees_are_those_that_the_bank_booked(mart: Any, bookings: pd.DataFrame, owner: pd.Series) -> None:
    expected = by_client(bookings, owner, "SLUZBY")
    assert len(expected) > 4_000
    assert known(mart, "fee_income") == expected
    assert known(mart, "fee_refund") == {}
    assert words(mart, "fee_income_basis") == words(mart, "fee_refund_basis") == {"booked"}


def test_fees_of_each_month_add_up_to_those_of_the_file(mart: Any, bookings: pd.DataFrame) -> None:
    fees = bookings[bookings["symbol"] == "SLUZBY"]
    of_file = {month: Decimal(int(total)) / -100 for month, total in fees.groupby("month")["cents"].sum().items()}
    of_mart = dict.fromkeys({month for _, month in mart}, Decimal(0))
    for (_, month), row in mart.items():
        of_mart[month] += row["fee_income_amount"]
    assert {month: total for month, total in of_mart.items() if total} == of_file


def test_interest_paid_is_that_of_the_file(mart: Any, bookings: pd.DataFrame, owner: pd.Series) -> None:
    assert known(mart, "interest_expense") == by_client(bookings, owner, "UROK")
    assert words(mart, "interest_expense_basis") == {"booked"}


def test_penalty_interest_is_all_the_interest_that_is_charged_and_no_loan_interest_is_invented(
    mart: Any, bookings: pd.DataFrame, owner: pd.Series, owed: set[tuple[str, pd.Period]]
) -> None:
    penalty = by_client(bookings, owner, "SANKC. UROK")
    assert len(penalty) > 30
    assert known(mart, "penalty_interest") == penalty
    assert known(mart, "interest_income") == penalty
    assert words(mart, "penalty_interest_basis") == {"booked"}

    debtors = {(owner[account], month) for account, month in owed}
    assert len(debtors) > 30
    bases = {key: row["interest_income_basis"] for key, row in mart.items()}
    assert bases == {
        key: "booked" if key not in debtors else "partial" if key in penalty else "missing" for key in mart
    }
    assert known(mart, "ftp_charge") == {}
    assert {key for key, row in mart.items() if row["ftp_charge_basis"] == "missing"} == debtors


def test_deposits_earn_an_assumed_margin_on_their_average_daily_balance(
    mart: Any, bookings: pd.DataFrame, owner: pd.Series
) -> None:
    daily = bookings.groupby(["account", "day"])["cents"].sum().unstack("day", fill_value=0)
    days = pd.date_range("1993-01-01", BERKA_AS_OF)
    balances = daily.reindex(columns=days, fill_value=0).cumsum(axis=1)
    expected: dict[tuple[str, pd.Period], Decimal] = {}
    for month, of_month in balances.T.groupby(days.to_period("M")):
        for account, total in of_month.sum().items():
            average = rounded(Decimal(int(total)) / 100 / month.days_in_month)
            credit = rounded(average * ASSUMED_PRICE_OF_FUNDS * month.days_in_month / 365)
            key = (owner[account], month)
            expected[key] = expected.get(key, Decimal(0)) + credit
    assert known(mart, "ftp_credit") == {key: credit for key, credit in expected.items() if credit}
    with_accounts = {row["ftp_credit_basis"] for row in mart.values() if row["account_count"]}
    assert with_accounts == {"assumed"}


def test_what_is_missing_is_told_by_name(mart: Any, owner: pd.Series, owed: set[tuple[str, pd.Period]]) -> None:
    debtors = {(owner[account], month) for account, month in owed}
    assert {key: row["missing_lines"] for key, row in mart.items()} == {
        key: f"interest_income, ftp_charge, {NEVER_THERE}" if key in debtors else NEVER_THERE for key in mart
    }
    for line in NEVER_THERE.split(", "):
        assert words(mart, f"{line}_amount") == {None}
        assert words(mart, f"{line}_basis") == {"missing"}
    assert words(mart, "net_income_basis") == {"partial"}


def test_without_capital_there_is_no_raroc_and_the_reason_stands_beside_it(mart: Any) -> None:
    assert words(mart, "raroc_missing_reason") == {"capital_missing"}
    assert words(mart, "raroc_rate") == words(mart, "economic_profit_amount") == {None}
    assert words(mart, "capital_charge_amount") == {None}


def test_a_bank_of_one_currency_has_no_revaluation_difference(mart: Any) -> None:
    assert words(mart, "revaluation_difference_amount") == {Decimal("0.00")}
    assert "missing" not in words(mart, "revaluation_difference_basis")


def test_net_income_is_fees_and_margin_after_tax(mart: Any) -> None:
    wrong = []
    for key, row in mart.items():
        known_lines = (row["interest_income_amount"] or 0) + row["ftp_credit_amount"] - row["interest_expense_amount"]
        before_tax = known_lines + row["fee_income_amount"]
        if row["net_income_amount"] != before_tax - rounded(before_tax * Decimal("0.25")):
            wrong.append(key)
    assert wrong == []


def rounded(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal("0.01"), ROUND_HALF_UP)

"""Money booked in one piece or in many is the same money: only the counts of transactions, which drive cost, differ."""

from collections import defaultdict
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

import duckdb
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.marts.rendered_project import RenderedProject
from tests.unit.marts.shared_accounts import NOTHING, to_the_cent

MONTHS = {date(2025, 1, 1): date(2025, 1, 31), date(2025, 2, 1): date(2025, 2, 28)}
MONTH_END_RATES = {"CNY": Decimal(1), "USD": Decimal("7.12345678"), "EUR": Decimal("7.87654321")}
MONEY = ("interest_charged", "interest_paid", "penalty_interest", "net_reporting")
LINES = ("interest_income", "penalty_interest", "interest_paid")
Booking = dict[str, Any]

bookings = st.fixed_dictionaries(
    {
        "account_key": st.integers(1, 3),
        "currency_code": st.sampled_from(list(MONTH_END_RATES)),
        "booking_month": st.sampled_from(list(MONTHS)),
        "channel_code": st.sampled_from(["branch", "online", "system"]),
        "purpose_code": st.sampled_from(["interest", "penalty_interest", "transfer", "fee"]),
        "credit_debit_indicator": st.sampled_from(["CRDT", "DBIT"]),
        "is_customer_initiated": st.booleans(),
        "amount": st.decimals(min_value=0, max_value=10**9, places=2),
        "reporting_amount": st.one_of(st.none(), st.decimals(min_value=0, max_value=10**9, places=2)),
    }
)


@st.composite
def pieces(draw: st.DrawFn) -> tuple[Booking, list[Booking]]:
    """A booking, and the same in up to four pieces with the same sums."""
    whole = draw(bookings)
    count = draw(st.integers(1, 4))
    amounts = _cut(draw, whole["amount"], count)
    reporting = [None] * count if whole["reporting_amount"] is None else _cut(draw, whole["reporting_amount"], count)
    return whole, [
        whole | {"amount": amount, "reporting_amount": converted}
        for amount, converted in zip(amounts, reporting, strict=True)
    ]


def _cut(draw: st.DrawFn, amount: Decimal, count: int) -> list[Decimal]:
    cents = int(amount * 100)
    cuts = sorted(draw(st.lists(st.integers(0, cents), min_size=count - 1, max_size=count - 1)))
    return [Decimal(high - low) / 100 for low, high in zip([0, *cuts], [*cuts, cents], strict=True)]


@cache
def connection() -> duckdb.DuckDBPyConnection:
    found = duckdb.connect(config={"threads": 1})
    found.execute("set variable as_of = '2025-12-31'")
    found.execute(
        "create table fct_transaction (source_system varchar, account_key bigint, currency_code varchar, "
        "booking_month date, channel_code varchar, purpose_code varchar, credit_debit_indicator varchar, "
        "is_customer_initiated boolean, amount decimal(18,2), reporting_amount decimal(18,2))"
    )
    found.execute(
        "create table fct_fee (source_system varchar, account_key bigint, currency_code varchar, value_date date, "
        "fee_kind varchar, amount decimal(18,2))"
    )
    found.execute(
        "create table fct_month_end_rate "
        "(source_system varchar, currency_code varchar, month_end_date date, exchange_rate decimal(18,8))"
    )
    found.executemany(
        "insert into fct_month_end_rate values ('demo', ?, ?, ?)",
        [(currency, end, rate) for currency, rate in MONTH_END_RATES.items() for end in MONTHS.values()],
    )
    project = RenderedProject()
    for model in ("fct_account_activity_monthly", "fct_account_booked_lines_monthly"):
        found.execute(f"create view {model} as {project.model(model)}")
    return found


def book(rows: list[Booking]) -> None:
    columns = sorted(rows[0])
    marks = ", ".join(f"('demo', {', '.join('?' * len(columns))})" for _ in rows)
    connection().execute("truncate fct_transaction")
    connection().execute(
        f"insert into fct_transaction (source_system, {', '.join(columns)}) values {marks}",
        [row[column] for row in rows for column in columns],
    )


def activity() -> dict[tuple[Any, ...], tuple[Any, ...]]:
    amounts = ", ".join(f"{name}_amount" for name in MONEY)
    query = f"select account_key, currency_code, month_end_date, {amounts} from fct_account_activity_monthly"
    return {row[:3]: row[3:] for row in connection().execute(query).fetchall()}


def lines() -> dict[tuple[Any, ...], tuple[Any, ...]]:
    amounts = ", ".join(f"{name}_amount" for name in LINES)
    query = f"select account_key, month_end_date, {amounts} from fct_account_booked_lines_monthly"
    return {row[:2]: row[2:] for row in connection().execute(query).fetchall()}


def expected_activity(rows: list[Booking]) -> dict[tuple[Any, ...], tuple[Any, ...]]:
    """By account, currency and month, from the definitions of the columns."""
    groups = defaultdict(list)
    for row in rows:
        groups[row["account_key"], row["currency_code"], MONTHS[row["booking_month"]]].append(row)

    def booked(group: list[Booking], purpose: str, indicator: str) -> Decimal:
        found = [r for r in group if (r["purpose_code"], r["credit_debit_indicator"]) == (purpose, indicator)]
        return sum((row["amount"] for row in found), NOTHING)

    def net(group: list[Booking]) -> Decimal | None:
        if any(row["reporting_amount"] is None for row in group):
            return None
        return sum(
            (row["reporting_amount"] * (1 if row["credit_debit_indicator"] == "CRDT" else -1) for row in group), NOTHING
        )

    return {
        key: (
            booked(group, "interest", "DBIT"),
            booked(group, "interest", "CRDT"),
            booked(group, "penalty_interest", "DBIT") - booked(group, "penalty_interest", "CRDT"),
            net(group),
        )
        for key, group in groups.items()
    }


def expected_lines(rows: list[Booking]) -> dict[tuple[Any, ...], tuple[Any, ...]]:
    """By account and month in the reporting currency, converted once per currency at the month end's rate."""
    found: dict[tuple[Any, ...], tuple[Decimal, ...]] = defaultdict(lambda: (NOTHING,) * len(LINES))
    for (account, currency, month_end), (charged, paid, penalty, _) in expected_activity(rows).items():
        rate = MONTH_END_RATES[currency]
        added = tuple(to_the_cent(amount * rate) for amount in (charged + penalty, penalty, paid))
        found[account, month_end] = tuple(a + b for a, b in zip(found[account, month_end], added, strict=True))
    return dict(found)


@settings(max_examples=40, deadline=None)
@given(st.lists(pieces(), min_size=1, max_size=12))
def test_splitting_transactions_changes_no_money(bookings_in_pieces: list[tuple[Booking, list[Booking]]]) -> None:
    whole = [booking for booking, _ in bookings_in_pieces]
    split = [piece for _, found in bookings_in_pieces for piece in found]
    for rows in (whole, split):
        book(rows)
        assert activity() == expected_activity(whole)
        assert lines() == expected_lines(whole)

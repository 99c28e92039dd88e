"""Where the contribution of a customer and month comes from: reads the rows behind it."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from rich.console import Console

from orchestration.explain.published import ExplainError, PublishedBatch, Row, open_published
from orchestration.home import Home
from orchestration.publishing import Publication

MART = "marts.customer_contribution_monthly"
RESTATEMENT = "contribution_restatement"
CUSTOMER = f"""
select * from {MART} where customer_key = $customer and month_end_date = $month
"""
SEGMENTS = """
select scheme_code, label_en from marts.segment_membership
where customer_key = $customer and scheme_code in ('organisation', 'contribution_class')
    and $month >= valid_from and $month < valid_to
order by scheme_code desc
"""
EXPLAINED = """
select * from marts.contribution_explained where customer_key = $customer and month_end_date = $month
order by sort_order, level_code, account_key, input_currency_code, activity_code
"""
INTEREST = """
select account_key, booking_date as booked_on, purpose_code, credit_debit_indicator, amount, currency_code
from warehouse.fct_transaction
where booking_month = $first and purpose_code in ('interest', 'penalty_interest')
    and account_key in (select account_key from warehouse.fct_contribution_part_monthly
                        where customer_key = $customer and month_end_date = $month and account_key <> -1)
order by booking_date, transaction_key
"""
FEES = """
select account_key, value_date as booked_on, fee_type, fee_kind, amount, currency_code
from warehouse.fct_fee
where value_date between $first and $month
    and account_key in (select account_key from warehouse.fct_contribution_part_monthly
                        where customer_key = $customer and month_end_date = $month and account_key <> -1)
order by value_date, fee_key
"""


@dataclass(frozen=True)
class Explanation:
    """One customer and month: the row of the mart, its explained rows, and the bookings behind them."""

    publication: Publication
    customer: Row
    segments: list[Row]
    lines: list[Row]
    bookings: list[Row]
    restatements: list[Row] | None


def print_contribution(home: Home, customer: str, month: str, out: Console) -> None:
    """Print the statement of a customer's month, each figure with the rows, rule and reference that made it.

    Raises:
        ExplainError: nothing is published, or customer or month are not in it.
    """
    from orchestration.explain.contribution_text import print_explanation

    print_explanation(read_explanation(home, customer, month), out)


def read_explanation(home: Home, customer: str, month: str) -> Explanation:
    """What the published batch says about a customer's month.

    Raises:
        ExplainError: nothing is published, or customer or month are not in it.
    """
    month_end = parse_month(month)
    with open_published(home) as batch:
        key = batch.find_customer(customer.strip())
        of_month = {"customer": key, "month": month_end}
        found = batch.rows(CUSTOMER, of_month)
        if not found:
            raise ExplainError(_months_there_are(batch, key, customer, month_end))
        with_first_day = {**of_month, "first": month_end.replace(day=1)}
        return Explanation(
            publication=batch.publication,
            customer=found[0],
            segments=batch.rows(SEGMENTS, of_month),
            lines=batch.rows(EXPLAINED, of_month),
            bookings=[
                *(_interest_booking(row) for row in batch.rows(INTEREST, with_first_day)),
                *(_fee_booking(row) for row in batch.rows(FEES, with_first_day)),
            ],
            restatements=_restatements(batch, of_month),
        )


def parse_month(text: str) -> date:
    """The last day of a month that is written 2025-03 or 2025-03-31.

    Raises:
        ExplainError: it is written otherwise.
    """
    match = re.fullmatch(r"(\d{4})-(\d{2})(?:-(\d{2}))?", text.strip())
    if match:
        year, month = int(match[1]), int(match[2])
        if year > 0 and 1 <= month <= 12:
            last = monthrange(year, month)[1]
            if match[3] is None or int(match[3]) == last:
                return date(year, month, last)
    raise ExplainError(f"month {text} is not one: write 2025-03, or its last day 2025-03-31")


def _months_there_are(batch: PublishedBatch, key: int, customer: str, month: date) -> str:
    query = f"select month_end_date from {MART} where customer_key = $customer order by 1"
    months = [row["month_end_date"] for row in batch.rows(query, {"customer": key})]
    there_are = f"there are {_spans(months)}" if months else "there are none in any month"
    return f"customer {customer} has no figures for {month:%Y-%m}: {there_are}"


def _spans(months: list[date]) -> str:
    """Months in a row as one span: 2024-11 to 2025-03, 2025-06."""
    spans: list[list[date]] = []
    for month in months:
        if spans and (spans[-1][-1] + timedelta(days=1)).strftime("%Y-%m") == month.strftime("%Y-%m"):
            spans[-1].append(month)
        else:
            spans.append([month])
    return ", ".join(f"{s[0]:%Y-%m}" + (f" to {s[-1]:%Y-%m}" if len(s) > 1 else "") for s in spans)


def _interest_booking(row: Row) -> Row:
    """A booking of interest with the line that it is part of; penalty interest is part of interest income."""
    is_debit = row["credit_debit_indicator"] == "DBIT"
    is_penalty = row["purpose_code"] == "penalty_interest"
    line = "interest_income" if is_debit or is_penalty else "interest_expense"
    sign = 1 if is_debit or line == "interest_expense" else -1
    lines = (line, "penalty_interest") if is_penalty else (line,)
    return {**row, "lines": lines, "amount": sign * row["amount"], "purpose": row["purpose_code"].replace("_", " ")}


def _fee_booking(row: Row) -> Row:
    line = "fee_income" if row["fee_kind"] == "fee" else "fee_refund"
    return {**row, "lines": (line,), "purpose": f"{row['fee_type']}".replace("_", " ")}


def _restatements(batch: PublishedBatch, of_month: Row) -> list[Row] | None:
    """How closed figures of the month were restated; None where the batch does not tell."""
    query = "select 1 from information_schema.tables where table_schema = 'marts' and table_name = $table"
    if not batch.rows(query, {"table": RESTATEMENT}):
        return None
    query = f"select * from marts.{RESTATEMENT} where customer_key = $customer and month_end_date = $month"
    return batch.rows(query, of_month)

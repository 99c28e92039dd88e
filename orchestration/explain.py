"""Where a figure of the published batch comes from: finds the customer and the month, and reads their rows."""

import hashlib
import os
import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import duckdb
from rich.console import Console

from orchestration.home import Home
from orchestration.publishing import PUBLIC_NAME, Publication, current_publication

Row = dict[str, Any]

MART = "marts.customer_contribution_monthly"
RESTATEMENT = "contribution_restatement"
KEY_DIGITS = 15  # of the hexadecimal md5: 60 bits
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


class ExplainError(ValueError):
    """What was asked for is not there; the message says what is, or what to do."""


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
    from orchestration.explanation_text import print_explanation

    print_explanation(read_explanation(home, customer, month), out)


def read_explanation(home: Home, customer: str, month: str) -> Explanation:
    """What the published batch says about a customer's month.

    Raises:
        ExplainError: nothing is published, or customer or month are not in it.
    """
    month_end = parse_month(month)
    publication = current_publication(home)
    if publication is None:
        raise ExplainError(f"nothing is published in {home.root} yet: warehouse run --source SOURCE publishes a batch")
    with duckdb.connect(str(home.published / "current" / PUBLIC_NAME), read_only=True) as connection:
        key = _find_customer(connection, publication, _secret(home), customer.strip())
        of_month = {"customer": key, "month": month_end}
        found = _rows(connection, CUSTOMER, of_month)
        if not found:
            raise ExplainError(_months_there_are(connection, key, customer, month_end))
        with_first_day = {**of_month, "first": month_end.replace(day=1)}
        return Explanation(
            publication=publication,
            customer=found[0],
            segments=_rows(connection, SEGMENTS, of_month),
            lines=_rows(connection, EXPLAINED, of_month),
            bookings=[
                *(_interest_booking(row) for row in _rows(connection, INTEREST, with_first_day)),
                *(_fee_booking(row) for row in _rows(connection, FEES, with_first_day)),
            ],
            restatements=_restatements(connection, of_month),
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


def customer_key(secret: str, source: str, number: str) -> int:
    """The key of a customer's number: what the macro surrogate_key computes in SQL."""
    digest = hashlib.md5(f"{secret}|{source}|{number}".encode(), usedforsecurity=False)
    return int(digest.hexdigest()[:KEY_DIGITS], 16)


def _secret(home: Home) -> str | None:
    """The secret behind the keys; looking something up never makes one."""
    path = home.root / "key.secret"
    return home.key_secret() if os.environ.get("WAREHOUSE_KEY_SECRET") or path.exists() else None


def _find_customer(
    connection: duckdb.DuckDBPyConnection, publication: Publication, secret: str | None, text: str
) -> int:
    source, _, number = text.partition(":")
    named = source in publication.sources and number != ""
    candidates = {}
    if secret is not None:
        for name in [source] if named else publication.sources:
            candidates[customer_key(secret, name, number if named else text)] = f"{name}:{text}"
    if re.fullmatch(r"\d{1,18}", text):
        candidates[int(text)] = text
    query = "select distinct customer_key from warehouse.dim_customer where list_contains(?, customer_key)"
    there = {key for (key,) in connection.execute(query, [list(candidates)]).fetchall()}
    known = [key for key in candidates if key in there]
    if len(known) > 1:
        raise ExplainError(f"customer {text} is in several sources: write {' or '.join(candidates[k] for k in known)}")
    if not known:
        raise ExplainError(
            f"customer {text} is not in the published batch of {', '.join(publication.sources)}: "
            + (
                "give its number as the source writes it, or a customer_key of marts.customer_contribution_monthly; "
                "after a change of the key secret, numbers need the one that the batch was built with"
                if secret is not None
                else "customer numbers need the key secret (WAREHOUSE_KEY_SECRET, or key.secret in the home); "
                "without it give a customer_key of marts.customer_contribution_monthly"
            )
        )
    return int(known[0])


def _months_there_are(connection: duckdb.DuckDBPyConnection, key: int, customer: str, month: date) -> str:
    months = [
        found
        for (found,) in connection.execute(
            f"select month_end_date from {MART} where customer_key = ? order by 1", [key]
        ).fetchall()
    ]
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


def _restatements(connection: duckdb.DuckDBPyConnection, of_month: Row) -> list[Row] | None:
    """How closed figures of the month were restated; None where the batch does not tell."""
    there = connection.execute(
        "select count(*) from information_schema.tables where table_schema = 'marts' and table_name = ?", [RESTATEMENT]
    ).fetchone()
    if not (there and there[0]):
        return None
    return _rows(
        connection,
        f"select * from marts.{RESTATEMENT} where customer_key = $customer and month_end_date = $month",
        of_month,
    )


def _rows(connection: duckdb.DuckDBPyConnection, query: str, parameters: Row) -> list[Row]:
    result = connection.execute(query, {name: value for name, value in parameters.items() if f"${name}" in query})
    names = [column[0] for column in result.description or ()]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]

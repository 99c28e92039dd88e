"""An explanation as calm text: the statement, and under each line what made it."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import groupby

from rich.console import Console

from orchestration.explain.contribution import Explanation
from orchestration.explain.published import Row
from orchestration.explain.wording import money, number, validity

SHOWN_BOOKINGS = 5  # of one account and line
REASONS = {
    "not_delivered": "the source does not deliver it",
    "loan_without_own_interest": "a loan stands on a deposit account and its interest is not booked apart",
    "no_costs_delivered": "the source delivers no cost of the month",
    "no_exchange_rate": "a rate into the reporting currency is missing",
    "no_fees_delivered": "the source delivers no fees",
    "no_risk_parameters": "no risk parameters of the account in the month",
    "no_balance": "the average balance of the month is not known",
    "no_transfer_price": "no transfer price for its currency and tenor",
    "no_capital": "economic capital is zero",
    "capital_missing": "economic capital is not known",
}


def print_explanation(explanation: Explanation, out: Console) -> None:
    """Head, statement with its evidence, what is missing, what was restated."""
    for text in _text(explanation):
        out.print(text, markup=False, soft_wrap=True)


def _text(explanation: Explanation) -> Iterator[str]:
    yield from _head(explanation)
    for _, rows in groupby(explanation.lines, key=lambda row: row["line_code"]):
        yield from _line(list(rows), explanation)
    yield from _missing(explanation.lines)
    yield from _restated(explanation)


def _head(explanation: Explanation) -> Iterator[str]:
    customer = explanation.customer
    segments = ", ".join(
        f"{row['scheme_code'].replace('_', ' ')}: {row['label_en']}" for row in explanation.segments if row["label_en"]
    )
    yield f"Customer {customer['customer_key']} of {customer['source_system']}, month to {customer['month_end_date']}"
    if segments:
        yield segments
    yield (
        f"{customer['account_count']} account(s); amounts in {customer['currency_code']}; published "
        f"v{explanation.publication.version}, batch {customer['batch_id']}, as of {customer['as_of_date']}"
    )


def _line(rows: list[Row], explanation: Explanation) -> Iterator[str]:
    first = rows[0]
    line, customer = first["line_code"], explanation.customer
    is_total = first["line_kind"] == "total"
    yield ""
    yield f"{first['label_en']:<44}{_figure(customer, line):>20}  {customer.get(f'{line}_basis', first['basis'])}"
    shown = [row for row in rows if row["level_code"] != "customer" and (row["amount"] or row["account_amount"])]
    for row in shown:
        yield f"    {_subject(row)}: {money(row['amount'])}"
        yield from (f"        {text}" for text in _evidence(row, explanation.bookings))
    if is_total or shown:
        yield (
            f"    rule {first['rule_code']}{validity(first['rule_valid_from'], first['rule_valid_to'])}: "
            + (first["formula_en"])
        )
    if is_total and first["reference_value"] is not None:
        yield f"    {_rate_of_total(first)}"


def _figure(customer: Row, line: str) -> str:
    """What the mart says: explained rows add up to it."""
    if line == "raroc":
        return "-" if customer["raroc_rate"] is None else f"{customer['raroc_rate']:.8f}"
    return money(customer[f"{line}_amount"])


def _subject(row: Row) -> str:
    name = "contacts" if row["level_code"] == "contact" else f"{row['product_group']} account {row['account_key']}"
    if row["activity_code"]:
        name += f", {row['activity_code'].replace('_', ' ')}"
    return name


def _evidence(row: Row, bookings: list[Row]) -> Iterator[str]:
    made_of = _inputs(row)
    if made_of:
        yield f"{made_of} = {money(row['account_amount'])}"
    if row["level_code"] == "account" and row["holder_weight"] != 1:
        rest = ", less the rounded shares of the others" if row["is_primary"] else ""
        yield f"share {number(row['holder_weight'])} of {money(row['account_amount'])}{rest}"
    if row["booked_amount"] is not None:
        yield from _bookings(row, bookings)
    if row["reference_value"] is not None:
        assumed = ", assumed" if row["basis"] == "assumed" else ""
        yield (
            f"{row['reference_table']} {row['reference_code']}: {number(row['reference_value'])}{assumed}"
            f"{validity(row['reference_valid_from'], row['reference_valid_to'])}"
        )
    if row["exchange_rate_valid_from"] and row["reference_table"] != "fct_exchange_rate":
        yield (
            f"fct_exchange_rate {row['input_currency_code']}: {number(row['exchange_rate'])}"
            f"{validity(row['exchange_rate_valid_from'], row['exchange_rate_valid_to'])}"
        )


def _inputs(row: Row) -> str:
    """The arithmetic of an account's amount; empty where it has none."""
    currency = row["input_currency_code"]
    is_foreign = row["exchange_rate_valid_from"] is not None
    conversion = f" x {number(row['exchange_rate'])}" if is_foreign else ""
    if row["booked_amount"] is not None:
        return f"{row['booking_count']} booking(s), {money(row['booked_amount'])} {currency}{conversion}"
    if row["average_balance_amount"] is not None and row["ftp_rate"] is not None:
        return (
            f"average balance {money(row['average_balance_amount'])} {currency} x {number(row['ftp_rate'])}"
            f" x {row['interest_days']} / {row['year_days']}{conversion}"
        )
    if row["line_code"] == "expected_loss" and row["pd_rate"] is not None:
        return (
            f"PD {number(row['pd_rate'])} x LGD {number(row['lgd_rate'])} x EAD {money(row['ead_amount'])} {currency}"
            f" / 12{conversion}"
        )
    if row["line_code"] == "economic_capital" and row["risk_weight_rate"] is not None:
        return (
            f"risk weight {number(row['risk_weight_rate'])} x EAD {money(row['ead_amount'])} {currency}"
            f" x {number(row['reference_value'])}{conversion}"
        )
    if row["units"] is not None:
        return (
            f"{row['units']:,} {row['driver_code']} x {number(row['minutes_per_unit'])} min x {row['resource_pool']} "
            f"{money(row['pool_cost_amount'])} / {number(row['pool_capacity_minutes'])} min"
        )
    if row["closing_balance_amount"] is not None:
        return (
            f"opening {money(row['opening_balance_amount'])} {currency} x {number(row['opening_exchange_rate'])}"
            f" + bookings {money(row['flow_amount'])}"
            f" - closing {money(row['closing_balance_amount'])} {currency}{conversion}"
        )
    return ""


def _bookings(row: Row, bookings: list[Row]) -> Iterator[str]:
    mine = [
        booking
        for booking in bookings
        if booking["account_key"] == row["account_key"]
        and row["line_code"] in booking["lines"]
        and booking["currency_code"] == row["input_currency_code"]
    ]
    for booking in mine[:SHOWN_BOOKINGS]:
        yield (f"{booking['booked_on']}  {money(booking['amount'])} {booking['currency_code']}  {booking['purpose']}")
    if len(mine) > SHOWN_BOOKINGS:
        rest = sum((booking["amount"] for booking in mine[SHOWN_BOOKINGS:]), Decimal(0))
        yield f"and {len(mine) - SHOWN_BOOKINGS:,} more of {money(rest)} {row['input_currency_code']}"


def _rate_of_total(row: Row) -> str:
    """The dated rate of a total, with the amount that it applies to."""
    of = "" if row["base_amount"] is None else f"{money(row['base_amount'])} at "
    return (
        f"{of}{row['reference_table']} {row['reference_code']}: {number(row['reference_value'])}"
        f"{validity(row['reference_valid_from'], row['reference_valid_to'])}"
    )


def _missing(lines: list[Row]) -> Iterator[str]:
    """Why lines are missing, each account for itself; totals follow from them and are told in one line."""
    missing = [row for row in lines if row["missing_reason"] not in (None, "line_missing")]
    totals = [row["label_en"] for row in lines if row["missing_reason"] == "line_missing"]
    if missing or totals:
        yield ""
        yield "Missing"
    for row in missing:
        where = "" if row["level_code"] == "customer" else f", {_subject(row)}"
        yield f"    {row['label_en']}{where}: {REASONS[row['missing_reason']]}"
    if totals:
        yield f"    so of the known lines only, or not at all: {', '.join(totals)}"


def _restated(explanation: Explanation) -> Iterator[str]:
    """What was published when the month was closed, beside what is now known, in the order of the statement."""
    if explanation.restatements is None:
        return
    yield ""
    yield "Restated since the month was closed" if explanation.restatements else "Not restated since it was closed"
    names = {row["line_code"]: (row["sort_order"], row["label_en"]) for row in explanation.lines}
    for row in sorted(explanation.restatements, key=lambda row: names[row["line_code"]]):
        yield (
            f"    {names[row['line_code']][1]}: {money(row['published_amount'])} on {row['published_on']}, "
            f"{money(row['restated_amount'])} on {row['restated_on']}, difference "
            f"{money(row['difference_amount'])}; late rows of {row['cause']}"
        )

"""Why a customer is in a segment: reads the span that holds on a day, its rule and reference rows, and its history."""

from dataclasses import dataclass
from datetime import date, timedelta

from rich.console import Console

from orchestration.explain.published import ExplainError, PublishedBatch, Row, open_published
from orchestration.home import Home
from orchestration.publishing import Publication

SCHEMES = "select distinct scheme_code, sort_order from warehouse.dim_segment_scheme order by sort_order, scheme_code"
CUSTOMER = """
select source_system, min(onboarded_date) as onboarded_date, max(closed_date) as closed_date
from warehouse.dim_customer where customer_key = $customer and is_current group by source_system
"""
HISTORY = """
select spans.*, previous.label_en as previous_label_en
from marts.segment_explained as spans
left join warehouse.dim_segment as previous
    on spans.scheme_code = previous.scheme_code and spans.previous_segment_code = previous.segment_code
where customer_key = $customer and spans.scheme_code = $scheme
order by spans.valid_from
"""
# Of rows for beginnings of industry codes only the longest that fits the customer's code counts.
REFERENCES = """
with
    customer as (
        select customer_type, industry_code from warehouse.dim_customer
        where customer_key = $customer and $judged >= valid_from and $judged < valid_to
    ),
    fitting as (
        select rows.* from warehouse.dim_segment_reference as rows, customer
        where scheme_code = $scheme and $judged >= valid_from and $judged < valid_to
            and $segment <> 'not_applicable'
            and (rows.customer_type is null or rows.customer_type = customer.customer_type)
            and (industry_prefix is null or starts_with(industry_code, industry_prefix))
    )
select * from fitting
where industry_prefix is null or length(industry_prefix) = (
    select max(length(longest.industry_prefix)) from fitting as longest
    where longest.reference_table = fitting.reference_table
)
order by reference_table, segment_code <> $segment, segment_code, condition
"""


@dataclass(frozen=True)
class SegmentExplanation:
    """One customer, scheme and day: the span that holds, what the rule compares with, and all spans."""

    publication: Publication
    day: date
    span: Row
    references: list[Row]
    history: list[Row]


def print_segment(home: Home, customer: str, scheme: str, day: str | None, out: Console) -> None:
    """Print the segment of a customer on a day (the as-of date where none is given) and why it is that.

    Raises:
        ExplainError: nothing is published, or customer, scheme or day are not in it.
    """
    from orchestration.explain.segment_text import print_explanation

    print_explanation(read_segment(home, customer, scheme, day), out)


def read_segment(home: Home, customer: str, scheme: str, day: str | None) -> SegmentExplanation:
    """What the published batch says about a customer's segment on a day.

    Raises:
        ExplainError: nothing is published, or customer, scheme or day are not in it.
    """
    on = None if day is None else parse_day(day)
    with open_published(home) as batch:
        schemes = [row["scheme_code"] for row in batch.rows(SCHEMES, {})]
        if scheme not in schemes:
            raise ExplainError(f"scheme {scheme} is not one: there are {', '.join(schemes)}")
        as_of = date.fromisoformat(batch.publication.as_of)
        on = on or as_of
        if on > as_of:
            raise ExplainError(f"{on} is after the as-of date of the published batch, {as_of}")
        key = batch.find_customer(customer.strip())
        history = batch.rows(HISTORY, {"customer": key, "scheme": scheme})
        span = next((row for row in history if row["valid_from"] <= on < row["valid_to"]), None)
        if span is None:
            raise ExplainError(_why_none(batch, key, customer, scheme, on, history))
        judged = {"judged": max(last_month_end(on), span["valid_from"]), "segment": span["segment_code"]}
        return SegmentExplanation(
            publication=batch.publication,
            day=on,
            span=span,
            references=batch.rows(REFERENCES, {"customer": key, "scheme": scheme, **judged}),
            history=history,
        )


def parse_day(text: str) -> date:
    """A day that is written 2025-03-31.

    Raises:
        ExplainError: it is written otherwise, or not a day of the calendar.
    """
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        day = None
    if day is None or day.isoformat() != text.strip():
        raise ExplainError(f"date {text} is not one: write it as 2025-03-31")
    return day


def last_month_end(day: date) -> date:
    """The day itself where it ends a month, else the end of the month before."""
    tomorrow = day + timedelta(days=1)
    return day if tomorrow.day == 1 else day.replace(day=1) - timedelta(days=1)


def _why_none(batch: PublishedBatch, key: int, customer: str, scheme: str, on: date, history: list[Row]) -> str:
    """Why nothing was judged: the customer is not on the books, or no month end has come since it is."""
    known = batch.rows(CUSTOMER, {"customer": key})
    joined = known[0]["onboarded_date"] if known else None
    left = known[0]["closed_date"] if known else None
    if joined is None or on < joined or (left is not None and on >= left):
        span = f"from {joined or 'an unknown day'}" + (f" to {left}" if left else " on")
        return f"customer {customer} is not on the books on {on}: it is {span}"
    if not history:
        return f"customer {customer} has no segment of scheme {scheme} in the published batch"
    first = history[0]["valid_from"]
    return f"customer {customer} has no segment of scheme {scheme} on {on}: it was first judged on {first}"

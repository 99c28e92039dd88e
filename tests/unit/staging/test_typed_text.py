"""Delivered text becomes a typed value, or is told as bad; it is never changed in silence."""

from datetime import date
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.staging.engine_macros import engine_macros, over_values

MACROS = engine_macros()


def typed(type_name: str, *texts: str | None) -> list[object]:
    return over_values(MACROS.typed_text("value", type_name), texts)


def lost(type_name: str, *texts: str | None) -> list[bool]:
    return over_values(MACROS.has_lost_digits("value", f"({MACROS.typed_text('value', type_name)})"), texts)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.decimals(-(10**15), 10**15, places=2).map(lambda amount: f"{amount:f}"), min_size=1, max_size=20))
def test_money_with_two_places_is_kept_to_the_cent(amounts: list[str]) -> None:
    assert typed("decimal(18,2)", *amounts) == [Decimal(amount) for amount in amounts]
    assert lost("decimal(18,2)", *amounts) == [False] * len(amounts)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.decimals(-(10**9), 10**9, places=5).map(lambda amount: f"{amount:f}"), min_size=1, max_size=20))
def test_money_with_more_places_is_told(amounts: list[str]) -> None:
    assert lost("decimal(18,2)", *amounts) == [
        Decimal(amount) != Decimal(amount).quantize(Decimal("0.01")) for amount in amounts
    ]


def test_whole_numbers_are_not_rounded() -> None:
    assert lost("integer", "3", "3.0", "1.7", None) == [False, False, True, False]
    assert typed("integer", "three", "3 children", "99999999999") == [None, None, None]


def test_dates_are_written_in_full() -> None:
    texts = ("2024-02-29", "2023-02-29", "2024-2-9", "29.02.2024", "2024/02/29", "20240229", "infinity", "")
    assert typed("date", *texts) == [date(2024, 2, 29), *[None] * 7]


def test_two_digit_years_are_of_the_twentieth_century() -> None:
    texts = ("110203", "931107 00:00:00", "931107 12:30:00", "931301", "706213")
    assert typed("date_yymmdd", *texts) == [date(1911, 2, 3), date(1993, 11, 7), None, None, None]


def test_dates_of_the_united_states_are_months_first_and_written_in_full() -> None:
    texts = ("7/29/2013", "07/04/2013", "01/01/1792", "29/7/2013", "2/30/2013", "7/29/13", "2013-07-29", None)
    assert typed("date_mdyyyy", *texts) == [date(2013, 7, 29), date(2013, 7, 4), date(1792, 1, 1), *[None] * 5]


def test_flags_come_in_three_spellings() -> None:
    texts = ("true", "1", "Y", "false", "0", "N", "yes", "2", None)
    assert typed("boolean", *texts) == [True, True, True, False, False, False, None, None, None]

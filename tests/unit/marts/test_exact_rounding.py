"""Amounts are rounded half away from zero, exactly, whatever floating point would say."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.marts.sql_macros import macro, value

rounded_ratio = macro("default__rounded_ratio")
rounded_product = macro("rounded_product")
money = st.decimals(min_value=-(10**12), max_value=10**12, places=2)
rates = st.decimals(min_value=0, max_value=2, places=8)


def half_away(exact: Fraction) -> Decimal:
    """The nearest cent, halves away from zero, by rational arithmetic."""
    cents = abs(exact) * 100
    nearest = (2 * cents.numerator + cents.denominator) // (2 * cents.denominator)
    return Decimal(nearest if exact >= 0 else -nearest) / 100


def test_halves_go_away_from_zero() -> None:
    assert value(rounded_ratio([["6.00", 2], ["0.01", 8], ["30", 0]], [["360", 0]])) == Decimal("0.01")
    assert value(rounded_ratio([["-6.00", 2], ["0.01", 8], ["30", 0]], [["360", 0]])) == Decimal("-0.01")
    assert value(rounded_ratio([["1", 0]], [["200", 0]])) == Decimal("0.01")
    assert value(rounded_product("234.98", "0.25")) == Decimal("58.75")
    assert value(rounded_product("-0.02", "0.25")) == Decimal("-0.01")


def test_no_divisor_no_amount() -> None:
    assert value(rounded_ratio([["1", 0]], [["0", 0]])) is None
    assert value(rounded_ratio([["null", 2]], [["12", 0]])) is None


@settings(max_examples=150, deadline=None)
@given(money, rates, st.integers(28, 31))
def test_interest_is_exact(balance: Decimal, rate: Decimal, days: int) -> None:
    exact = Fraction(balance) * Fraction(rate) * days / 365
    assert value(rounded_ratio([[f"{balance:f}", 2], [f"{rate:f}", 8], [str(days), 0]], [["365", 0]])) == half_away(
        exact
    )


@settings(max_examples=150, deadline=None)
@given(money, rates)
def test_products_are_exact(amount: Decimal, rate: Decimal) -> None:
    expected = (amount * rate).quantize(Decimal("0.01"), ROUND_HALF_UP)
    assert (
        value(rounded_product(f"cast({amount:f} as decimal(18, 2))", f"cast({rate:f} as decimal(12, 8))")) == expected
    )

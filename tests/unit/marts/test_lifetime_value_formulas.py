"""Lifetime value formulas against the textbook and against each other."""

import pytest

from tests.unit.marts.sql_macros import macro, number, value

finite = macro("lifetime_value_finite")
perpetuity = macro("lifetime_value_perpetuity")
monthly_rate = macro("monthly_rate")


def test_perpetuity_of_the_textbook() -> None:
    assert number(perpetuity("100.0", "0.8", "0.1")) == pytest.approx(266.67, abs=0.005)
    assert number(f"100.0 + {perpetuity('100.0', '0.8', '0.1')}") == pytest.approx(366.67, abs=0.005)


def test_a_long_horizon_becomes_the_perpetuity() -> None:
    assert number(finite("100.0", "0.8", "0.1", "400")) == pytest.approx(
        number(perpetuity("100.0", "0.8", "0.1")), rel=1e-12
    )


def test_the_finite_value_is_the_sum_of_its_months() -> None:
    summed = sum(100 * (0.99 / 1.008) ** month for month in range(1, 61))
    assert number(finite("100.0", "0.99", "0.008", "60")) == pytest.approx(summed, rel=1e-12)


def test_without_closing_and_discount_every_month_counts_in_full() -> None:
    assert number(finite("100.0", "1.0", "0.0", "12")) == 1200
    assert value(perpetuity("100.0", "1.0", "0.0")) is None


def test_monthly_rate_compounds_to_the_annual_one() -> None:
    assert (1 + number(monthly_rate("0.10"))) ** 12 == pytest.approx(1.10, rel=1e-12)

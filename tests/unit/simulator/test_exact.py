from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import pytest

from simulator.exact import half_away, half_away_big, total_by
from simulator.posting import interest_of
from simulator.products import INDEX


@pytest.mark.parametrize(
    ("numerator", "denominator", "rounded"),
    [(5, 2, 3), (-5, 2, -3), (4, 3, 1), (-4, 3, -1), (0, 7, 0), (1, 2, 1), (-1, 2, -1), (49, 100, 0)],
)
def test_halves_go_away_from_zero(numerator: int, denominator: int, rounded: int) -> None:
    assert half_away(np.array([numerator]), denominator)[0] == rounded
    assert half_away_big(numerator, denominator) == rounded


def test_rounding_agrees_with_decimal_arithmetic() -> None:
    random = np.random.default_rng(1)
    numerators = random.integers(-(10**15), 10**15, 2_000)
    denominators = random.integers(1, 10**6, 2_000)
    expected = [
        int((Decimal(int(top)) / int(bottom)).quantize(Decimal(1), ROUND_HALF_UP))
        for top, bottom in zip(numerators, denominators, strict=True)
    ]
    assert half_away(numerators, denominators).tolist() == expected


@pytest.mark.parametrize(
    ("product", "rate", "days", "expected"),
    [
        ("P211", 72_000, 31, "6.12"),  # act/365: 1000 x 0.072 x 31/365 = 6.115
        ("P101", 2_000, 28, "0.16"),  # act/360: 1000 x 0.002 x 28/360 = 0.1556
        ("P201", 38_500, 31, "3.21"),  # 30/360: 1000 x 0.0385 / 12 = 3.2083
    ],
)
def test_interest_of_a_month_by_day_count(product: str, rate: int, days: int, expected: str) -> None:
    average, rates, products = np.array([-100_000]), np.array([rate]), np.array([INDEX[product]])
    assert Decimal(int(interest_of(average, rates, products, days)[0])) / 100 == Decimal(expected)


def test_interest_on_the_largest_balances_does_not_overflow() -> None:
    average = np.array([10**12])  # ten billion
    assert interest_of(average, np.array([150_000]), np.array([INDEX["P231"]]), 31)[0] == 12_739_726_027


def test_sums_of_large_amounts_are_exact() -> None:
    values = np.array([10**15, 1, 2, -(10**15)])
    assert total_by(np.array([0, 0, 1, 1]), values, 2).tolist() == [10**15 + 1, 2 - 10**15]

"""Forecasts beside outcomes: cases by hand, and ranks against scipy."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import rankdata, spearmanr

from lifetime.holdout import average_ranks, best_forecast, coverage, judge, rank_correlation

FEW_VALUES = st.lists(st.tuples(st.integers(-3, 3), st.integers(-3, 3)), min_size=2, max_size=40)


def test_totals_bias_and_error_by_hand() -> None:
    """Errors +2, -1, 0, -5: bias -4 of an actual total of 16; mean absolute error 8 / 4 = 2."""
    result = judge(actual=[1, 3, 4, 8], expected=[3, 2, 4, 3])
    assert (result.observations, result.expected, result.actual) == (4, 12, 16)
    assert (result.bias, result.bias_share, result.mean_absolute_error) == (-4, -0.25, 2)


def test_bias_of_a_loss_is_by_its_size() -> None:
    """Expected -5 where -10 came: 5 too high, half of 10; of a total of 0 there is no share."""
    assert judge(actual=[-10], expected=[-5]).bias_share == 0.5
    assert judge(actual=[-1, 1], expected=[2, 2]).bias_share is None


def test_rank_correlation_by_hand() -> None:
    """Without ties 1 - 6 sum d^2 / (n (n^2 - 1)): ranks 1 2 3 4 and 2 1 4 3 differ by 1 each, 1 - 24 / 60 = 0.6."""
    assert rank_correlation([10, 20, 30, 40], [200, 100, 400, 300]) == pytest.approx(0.6)


def test_equal_values_share_their_mean_rank() -> None:
    """7 takes ranks 2, 3 and 4."""
    assert average_ranks([7, 1, 7, 9, 7]).tolist() == [3, 1, 3, 5, 3]


def test_no_correlation_of_what_does_not_vary() -> None:
    assert rank_correlation([1, 1, 1], [1, 2, 3]) is None
    assert judge(actual=[5], expected=[5]).rank_correlation is None


@given(FEW_VALUES)
def test_ranks_agree_with_scipy(pairs: list[tuple[int, int]]) -> None:
    x, y = np.array(pairs, dtype=float).T
    assert average_ranks(x).tolist() == rankdata(x).tolist()
    ours = rank_correlation(x, y)
    if len(set(x)) == 1 or len(set(y)) == 1:
        assert ours is None
    else:
        assert ours == pytest.approx(spearmanr(x, y).statistic, abs=1e-12)


def test_coverage_counts_the_bounds() -> None:
    """1 on the lower and 5 on the upper bound are inside, 0 and 6 are not."""
    assert coverage(actual=[0, 1, 5, 6], lower=[1, 1, 1, 1], upper=[5, 5, 5, 5]) == 0.5


def test_the_lowest_error_is_best_and_the_first_of_equals() -> None:
    actual = [0.0, 10.0]
    assert best_forecast(actual, {"model": [1, 9], "last_year": [0, 9], "class_average": [5, 5]}) == "last_year"
    assert best_forecast(actual, {"model": [1, 10], "last_year": [0, 9]}) == "model"


@pytest.mark.parametrize(
    ("actual", "expected", "message"),
    [
        ([], [], "actual is empty"),
        ([1, 2], [1], "expected has 1 rows, the other arguments have 2"),
        ([1, np.nan], [1, 2], "actual: row 1"),
        ([1, 2], [np.inf, 2], "expected: row 0"),
    ],
)
def test_what_cannot_be_judged_says_why(actual: list[float], expected: list[float], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        judge(actual, expected)


def test_crossed_bounds_and_no_forecast_are_errors() -> None:
    with pytest.raises(ValueError, match="lower: row 1"):
        coverage([1, 2], [0, 5], [2, 3])
    with pytest.raises(ValueError, match="forecasts is empty"):
        best_forecast([1], {})

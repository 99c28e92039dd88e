"""How forecasts compare with what happened since: coverage, bias, error, rank correlation, and which one is best.

A model earns its place against forecasts that anybody can make; the lowest error on average says which figure to use.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from lifetime.estimation import FloatArray, checked, fail_where


@dataclass(frozen=True)
class Holdout:
    """One forecast of n outcomes, in the unit of the outcomes.

    expected, actual: totals. bias: expected - actual. bias_share: bias / |actual|, None where the actual total is 0.
    mean_absolute_error: per outcome. rank_correlation: Spearman's rho, None where forecasts or outcomes are all equal.
    """

    observations: int
    expected: float
    actual: float
    bias: float
    bias_share: float | None
    mean_absolute_error: float
    rank_correlation: float | None


def judge(actual: ArrayLike, expected: ArrayLike) -> Holdout:
    """Forecasts (n,) beside outcomes (n,).

    Raises:
        ValueError: no row, unequal length, or a value that is not a finite number.
    """
    outcomes, forecasts = _pair("actual", actual, "expected", expected)
    total, bias = float(outcomes.sum()), float(forecasts.sum() - outcomes.sum())
    return Holdout(
        observations=len(outcomes),
        expected=float(forecasts.sum()),
        actual=total,
        bias=bias,
        bias_share=bias / abs(total) if total else None,
        mean_absolute_error=float(np.abs(forecasts - outcomes).mean()),
        rank_correlation=rank_correlation(forecasts, outcomes),
    )


def best_forecast(actual: ArrayLike, forecasts: Mapping[str, ArrayLike]) -> str:
    """The name of the forecast with the lowest mean absolute error; the first of them where several are as good.

    Raises:
        ValueError: there is no forecast, or one cannot be judged.
    """
    if not forecasts:
        raise ValueError("forecasts is empty; give at least one, by name")
    errors = {name: judge(actual, expected).mean_absolute_error for name, expected in forecasts.items()}
    return min(errors, key=errors.__getitem__)


def coverage(actual: ArrayLike, lower: ArrayLike, upper: ArrayLike) -> float:
    """Share of outcomes (n,) inside their intervals [lower, upper] (n,), bounds included.

    Raises:
        ValueError: no row, unequal length, a value that is not finite, or a lower bound above its upper one.
    """
    outcomes, low = _pair("actual", actual, "lower", lower)
    _, high = _pair("actual", outcomes, "upper", upper)
    fail_where("lower", low, low > high, "is above the upper bound; order the bounds")
    return float(((outcomes >= low) & (outcomes <= high)).mean())


def rank_correlation(x: ArrayLike, y: ArrayLike) -> float | None:
    """Spearman's rho (1904): correlation of ranks, equal values sharing their mean; None where one does not vary."""
    first, second = _pair("x", x, "y", y)
    ranks = average_ranks(first), average_ranks(second)
    centred = [rank - rank.mean() for rank in ranks]
    scale = np.sqrt((centred[0] ** 2).sum() * (centred[1] ** 2).sum())
    return float((centred[0] * centred[1]).sum() / scale) if scale > 0 else None


def average_ranks(values: ArrayLike) -> FloatArray:
    """Ranks (n,) from 1 for the smallest; equal values share the mean of the ranks that they take up."""
    _, group, counts = np.unique(np.asarray(values, dtype=np.float64), return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    return np.asarray((last - (counts - 1) / 2)[group])


def _pair(name: str, values: ArrayLike, other_name: str, others: ArrayLike) -> tuple[FloatArray, FloatArray]:
    """Two vectors of finite numbers of the same length, at least one row."""
    first = checked(name, values, minimum=-np.inf)
    return first, checked(other_name, others, rows=len(first), minimum=-np.inf)

"""Exact arithmetic on integers: money is int64 cents, rates are int64 millionths, days are days since
1970-01-01.

Absent dates are NO_DATE (before everything) or NEVER (after everything), so that comparisons need no masks.
"""

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

NO_DATE = -(10**6)
NEVER = 10**6
MILLION = 1_000_000


def half_away(numerator: Ints, denominator: int | Ints) -> Ints:
    """Nearest integer to numerator / denominator (> 0), halves away from zero."""
    quotient, remainder = np.divmod(np.abs(numerator), denominator)
    rounded: Ints = np.sign(numerator) * (quotient + (2 * remainder >= denominator))
    return rounded


def half_away_big(numerator: int, denominator: int) -> int:
    """The same for Python integers of any size."""
    quotient, remainder = divmod(abs(numerator), denominator)
    magnitude = quotient + (2 * remainder >= denominator)
    return magnitude if numerator >= 0 else -magnitude


def total_by(index: Ints, values: Ints, size: int) -> Ints:
    """Sum of values by index, as int64 of the given size. Exact while every sum stays below 2**53."""
    sums = np.bincount(index, weights=values, minlength=size)
    return np.rint(sums).astype(np.int64)


def count_by(index: Ints, size: int) -> Ints:
    """Number of occurrences of each index, as int64 of the given size."""
    return np.bincount(index, minlength=size).astype(np.int64)


def cents(amounts: Floats) -> Ints:
    """Float amounts in currency units to whole cents."""
    return np.rint(amounts * 100).astype(np.int64)

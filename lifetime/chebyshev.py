"""A smooth function of u per count, at many rows: a Chebyshev series per count in place of each row's integral.

Trefethen (2013), Approximation Theory and Approximation Practice, chapters 3 and 8: the coefficients of an analytic
function fall geometrically, and the error is about the size of those left out. A count whose coefficients have not
fallen to the tolerance gets a longer series; one with few rows, or none long enough, is computed row by row.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from scipy.fft import dct

from lifetime.estimation import FloatArray
from lifetime.observations import IntArray, unique

SIZES = (16, 32, 64, 128)
TOLERANCE = 1e-13  # of the largest coefficient, or of 1
BLOCK = 8_192  # rows at a time, so that they stay in the cache

OfCount = Callable[[FloatArray, FloatArray], FloatArray]


@dataclass(frozen=True)
class Counts:
    """The different counts, how many rows have each, and each row's place in them."""

    counts: FloatArray
    rows: IntArray
    place: IntArray


@dataclass(frozen=True)
class Series:
    """Interpolants in u of a function of (count, u), one per count, and its values at the rows that have none."""

    counts: Counts
    middle: float
    half: float
    tables: list[FloatArray]  # (coefficients, counts), of each length
    table: IntArray  # of each count, -1 where it has none
    exact_rows: IntArray
    exact: FloatArray

    def at(self, part: slice, u: FloatArray) -> FloatArray:
        """The function at the rows of the part, which have this u."""
        place = self.counts.place[part]
        position = (u - self.middle) / self.half
        # all rows by the shortest series, then those anew that need another way
        result = _sum(self.tables[0], place, position) if self.tables else np.empty_like(u)
        if len(self.tables) > 1:
            table = self.table[place]
            for number, coefficients in enumerate(self.tables[1:], 1):
                rows = np.flatnonzero(table == number)
                result[rows] = _sum(coefficients, place[rows], position[rows])
        first, last = np.searchsorted(self.exact_rows, [part.start, part.stop])
        result[self.exact_rows[first:last] - part.start] = self.exact[first:last]
        return result


def counted(x: FloatArray) -> Counts:
    """The different counts of the rows."""
    counts, place = unique(x)
    return Counts(counts, np.bincount(place, minlength=len(counts)), place)


def blocks(rows: int) -> Iterator[slice]:
    """All rows, part by part."""
    return (slice(begin, min(begin + BLOCK, rows)) for begin in range(0, rows, BLOCK))


def fitted(function: OfCount, counts: Counts, to_u: Callable[[FloatArray], FloatArray], t: FloatArray) -> Series:
    """The series of function(count, u), analytic in u, between the least and the largest u = to_u(t) of the rows.

    to_u: monotone. Accurate to TOLERANCE.
    """
    ends = to_u(np.array([t.min(), t.max()]))
    middle, half = float(ends.mean()), float(np.ptp(ends)) / 2
    table = np.full(len(counts.counts), -1)
    tables: list[FloatArray] = []
    for size in SIZES:
        tried = np.flatnonzero((table < 0) & (counts.rows > 2 * size))
        if not len(tried):
            break
        series = _interpolants(function, counts.counts[tried], middle, half, size)
        error = TOLERANCE * np.maximum(np.abs(series).max(axis=0), 1)
        settled = np.abs(series[-3:]).max(axis=0) <= error
        if settled.any():
            length = 1 + np.flatnonzero((np.abs(series) > error / 10)[:, settled].any(axis=1)).max(initial=0)
            coefficients = np.zeros((length, len(table)))
            coefficients[:, tried[settled]] = series[:length, settled]
            table[tried[settled]] = len(tables)
            tables.append(coefficients)
    exact_rows = np.flatnonzero((table < 0)[counts.place]) if (table < 0).any() else np.array([], dtype=np.int64)
    exact = function(counts.counts[counts.place[exact_rows]], to_u(t[exact_rows])) if len(exact_rows) else np.array([])
    return Series(counts, middle, half or 1.0, tables, table, exact_rows, exact)


def _interpolants(function: OfCount, counts: FloatArray, middle: float, half: float, size: int) -> FloatArray:
    """Coefficients (size, counts) of the interpolants in the Chebyshev points of the first kind."""
    points = middle + half * np.cos(np.pi * (np.arange(size) + 0.5) / size)
    values = function(np.tile(counts, size), np.repeat(points, len(counts))).reshape(size, len(counts))
    series = np.asarray(dct(values, axis=0)) / size
    series[0] /= 2
    return series


def _sum(coefficients: FloatArray, place: IntArray, position: FloatArray) -> FloatArray:
    """Clenshaw's sum of each row's series at its position in [-1, 1]."""
    twice = 2 * position
    last, before, term = np.zeros_like(twice), np.zeros_like(twice), np.empty_like(twice)
    for row in coefficients[:0:-1]:
        np.multiply(twice, last, out=term)
        term -= before
        row.take(place, out=before, mode="clip")
        before += term
        last, before = before, last
    last *= position
    last -= before
    last += coefficients[0].take(place, mode="clip")
    return last

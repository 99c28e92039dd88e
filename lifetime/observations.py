"""Histories of customers, equal rows counted once: what the usage models are fitted to."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lifetime.estimation import FloatArray, checked, checked_weights, fail_where

IntArray = NDArray[np.int64]
SKETCH_ROWS = 3_000


@dataclass(frozen=True)
class Pairs:
    """Unique (x, t) and where each row finds its own: x[i], t[i] of the pairs, row of the rows."""

    count: IntArray  # position in the unique counts
    time: FloatArray
    row: IntArray


@dataclass(frozen=True)
class Histories:
    """Unique (x, t_x, T) with their weights.

    counts: unique x. last: unique (x, t_x). age: unique (x, T). total: (unique x,) sum of weights.
    """

    counts: FloatArray
    total: FloatArray
    last: Pairs
    age: Pairs
    row_count: IntArray
    weights: FloatArray
    place: IntArray  # of each row that was given


def checked_histories(
    frequency: ArrayLike, recency: ArrayLike, age: ArrayLike, youngest: float = 0.0
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Frequency x, recency t_x and age T as vectors of one length, or a ValueError that names row and remedy."""
    x = checked("frequency", frequency)
    t_x = checked("recency", recency, len(x))
    end = checked("age", age, len(x))
    fail_where("frequency", x, x != np.floor(x), "is not a whole number; give the number of repeat transactions")
    fail_where("age", end, end < t_x, "is less than the recency; the last transaction lies within the age")
    fail_where("recency", t_x, (x == 0) & (t_x > 0), "is above 0 though the frequency is 0; give 0")
    fail_where("recency", t_x, (x > 0) & (t_x == 0), "is 0 though the frequency is above 0; merge with the first one")
    fail_where("age", end, end < youngest, "is 0: nothing has been observed yet; leave the row out")
    return x, t_x, end


def group(x: FloatArray, t_x: FloatArray, age: FloatArray, weights: ArrayLike | None = None) -> Histories:
    """Equal rows counted once; rows of weight 0 are left out."""
    mass = checked_weights(weights, len(x))
    if (mass == 0).any():
        x, t_x, age, mass = (values[mass > 0] for values in (x, t_x, age, mass))
    counts, count = unique(x)
    lasts, last = unique(t_x)
    ages, end = unique(age)
    last_pair, last_row = _codes(count * len(lasts) + last, len(counts) * len(lasts))
    age_pair, age_row = _codes(count * len(ages) + end, len(counts) * len(ages))
    triples, row = _codes(last_row * len(ages) + end, len(last_pair) * len(ages))
    first = np.empty(len(triples), dtype=np.int64)
    first[row] = np.arange(len(x))
    return Histories(
        counts=counts,
        total=sums(count, mass, len(counts)),
        last=Pairs(last_pair // len(lasts), lasts[last_pair % len(lasts)], last_row[first]),
        age=Pairs(age_pair // len(ages), ages[age_pair % len(ages)], age_row[first]),
        row_count=count[first],
        weights=sums(row, mass, len(triples)),
        place=row,
    )


def thinned(histories: Histories) -> Histories:
    """A systematic sample of the rows in the order of (x, t_x, T), weighted to the same total."""
    edges = np.cumsum(histories.weights)
    marks = (np.arange(SKETCH_ROWS) + 0.5) / SKETCH_ROWS * edges[-1]
    rows, hits = np.unique(np.minimum(np.searchsorted(edges, marks), len(edges) - 1), return_counts=True)
    return group(
        histories.counts[histories.row_count[rows]],
        histories.last.time[histories.last.row[rows]],
        histories.age.time[histories.age.row[rows]],
        hits * (edges[-1] / SKETCH_ROWS),
    )


def sums(place: IntArray, values: FloatArray, size: int) -> FloatArray:
    """Sum of the values at each of size places."""
    return np.bincount(place, values, size).astype(np.float64, copy=False)


def unique(values: FloatArray) -> tuple[FloatArray, IntArray]:
    """Unique values, ascending, and each row's place in them; whole numbers without sorting."""
    top = float(values.max())
    if top < 2 * len(values) and (values == np.floor(values)).all():
        codes, place = _codes(values.astype(np.int64), int(top) + 1)
        return codes.astype(np.float64), place
    different, place = np.unique(values, return_inverse=True)
    return different, place.astype(np.int64)


def _codes(keys: IntArray, size: int) -> tuple[IntArray, IntArray]:
    """Unique keys below size and each row's place in them, by a table of marks where that is smaller than a sort."""
    if size > 50 * len(keys):
        found, place = np.unique(keys, return_inverse=True)
        return found, place.astype(np.int64)
    marked = np.zeros(size, dtype=np.bool_)
    marked[keys] = True
    found = np.flatnonzero(marked)
    places = np.empty(size, dtype=np.int64)
    places[found] = np.arange(len(found))
    return found, places[keys]

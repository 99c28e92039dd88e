"""Judging a score for a yes-or-no outcome, and the design of the regression that makes one.

Outcomes are boolean arrays of shape (n,), scores and probabilities float arrays of the same shape; no units.
Sources: area under the curve as a rank statistic and its error, Hanley & McNeil 1982, Radiology 143:29; Brier 1950,
Monthly Weather Review 78:1; calibration line, Cox 1958, Biometrika 45:562.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

Floats = NDArray[np.float64]
Booleans = NDArray[np.bool_]
SMALLEST_PROBABILITY = 1e-9


def landmarks(ends: NDArray[Any], back: int, step: int) -> NDArray[Any]:
    """The sorted ends that lie `back`, `back + step`, `back + 2 step`, ... before the last one, oldest first."""
    return ends[: max(len(ends) - back, 0)][::-1][::step][::-1]


@dataclass(frozen=True)
class Design:
    """A standardised design matrix of shape (n, terms) with what it takes to apply it to other rows."""

    names: list[str]
    means: Floats
    scales: Floats
    standardised: Floats

    @classmethod
    def of(cls, values: Floats, names: list[str]) -> "Design":
        """From values of shape (n, features), NaN where missing.

        A missing value becomes the mean, and that it is missing a term `<name>_missing`; a term that does not vary
        is left out.
        """
        missing = np.isnan(values)
        counts = np.maximum((~missing).sum(axis=0), 1)
        means = np.where(missing, 0.0, values).sum(axis=0) / counts
        terms = np.hstack([np.where(missing, means, values), missing.astype(float)])
        term_names = [*names, *(f"{name}_missing" for name in names)]
        scales = terms.std(axis=0)
        kept = scales > 1e-12
        centre = terms.mean(axis=0)
        return cls(
            [name for name, keep in zip(term_names, kept, strict=True) if keep],
            centre[kept],
            scales[kept],
            (terms[:, kept] - centre[kept]) / scales[kept],
        )


def area_under_curve(scores: Floats, outcome: Booleans) -> float:
    """Probability that a positive has the higher score than a negative; ties count half. NaN without both."""
    positives = int(outcome.sum())
    negatives = outcome.size - positives
    if positives == 0 or negatives == 0:
        return float("nan")
    above = rankdata(scores)[outcome].sum() - positives * (positives + 1) / 2
    return float(above / (positives * negatives))


def hanley_mcneil_error(area: float, positives: int, negatives: int) -> float:
    """Standard error of an area under the curve.

    (A (1 - A) + (P - 1)(Q1 - A^2) + (N - 1)(Q2 - A^2)) / (P N), Q1 = A / (2 - A), Q2 = 2 A^2 / (1 + A), and its root.
    """
    if positives == 0 or negatives == 0:
        return float("nan")
    q1 = area / (2 - area)
    q2 = 2 * area**2 / (1 + area)
    variance = area * (1 - area) + (positives - 1) * (q1 - area**2) + (negatives - 1) * (q2 - area**2)
    return float(np.sqrt(variance / (positives * negatives)))


def lift(scores: Floats, outcome: Booleans, share: float) -> float:
    """Share of positives among the best-scored `share` of rows (rounded up) over that among all.

    Rows that tie at the boundary count with the share of them that is taken, so that their order does not matter.
    """
    if not outcome.any():
        return float("nan")
    taken = int(np.ceil(share * outcome.size - 1e-9))
    boundary = np.sort(scores)[::-1][taken - 1]
    above, tied = scores > boundary, scores == boundary
    found = outcome[above].sum() + outcome[tied].mean() * (taken - above.sum())
    return float(found / taken / outcome.mean())


def brier_score(probabilities: Floats, outcome: Booleans) -> float:
    """Mean squared difference of probability and outcome; smaller is better."""
    return float(np.mean((probabilities - outcome) ** 2))


def calibration_line(probabilities: Floats, outcome: Booleans) -> tuple[float, float, float, float]:
    """Intercept, slope and their standard errors of logit P(outcome) = a + b logit(p); (0, 1) is perfect.

    NaN where they have no maximum: without both outcomes, with one probability for all, or when the two separate.
    """
    nothing = (float("nan"),) * 4
    odds = np.clip(probabilities, SMALLEST_PROBABILITY, 1 - SMALLEST_PROBABILITY)
    x = np.column_stack([np.ones(odds.size), np.log(odds / (1 - odds))])
    if outcome.all() or not outcome.any() or np.ptp(x[:, 1]) < 1e-12:
        return nothing
    if x[outcome, 1].min() >= x[~outcome, 1].max() or x[outcome, 1].max() <= x[~outcome, 1].min():
        return nothing
    beta = np.array([np.log(outcome.mean() / (1 - outcome.mean())), 0.0])
    for _ in range(100):
        fitted = 1 / (1 + np.exp(-x @ beta))
        information = x.T @ (x * (fitted * (1 - fitted))[:, None])
        step = np.linalg.solve(information, x.T @ (outcome - fitted))
        beta = beta + step
        if np.abs(step).max() < 1e-10:
            errors = np.sqrt(np.diag(np.linalg.inv(information)))
            return float(beta[0]), float(beta[1]), float(errors[0]), float(errors[1])
    return nothing

"""How far the outcome of one customer may lie from what is expected of it: quantiles without random numbers.

The relationship pays n whole months, n = 0 to horizon, with the probability P(n) = S(n) - S(n + 1), the last one
S(horizon). Given n, the outcome is (sum of the first n months of the path) + scale x (sum of their discount factors)
x z, where z is a standardised residual: what an earlier backtest missed by, per month and unit of scale. So the
interval holds the process noise, closing and swings of balances alike, and not the error of parameters alone.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtri

from lifetime.estimation import FloatArray, checked

MINIMUM_RESIDUALS = 50
LARGEST_NUMBER_OF_KNOTS = 401
# Each step halves the interval in which the quantile lies.
BISECTIONS = 36


@dataclass(frozen=True)
class ResidualLaw:
    """A distribution of z as a broken line through its quantiles: value and probability, (knots,), ascending."""

    value: FloatArray
    probability: FloatArray
    basis: str

    def quantile(self, probability: float) -> float:
        return float(np.interp(probability, self.probability, self.value))

    def cumulative(self, value: FloatArray) -> FloatArray:
        return np.asarray(np.interp(value, self.value, self.probability, left=0.0, right=1.0))


def normal_law() -> ResidualLaw:
    """The standard normal distribution, cut at +- 6."""
    edge = np.linspace(-6.0, 6.0, LARGEST_NUMBER_OF_KNOTS)
    probability = np.linspace(0.0, 1.0, LARGEST_NUMBER_OF_KNOTS)[1:-1]
    value = np.concatenate([edge[:1], ndtri(probability), edge[-1:]])
    return ResidualLaw(value, np.concatenate([[0.0], probability, [1.0]]), "normal")


def empirical_law(residuals: ArrayLike) -> ResidualLaw | None:
    """The law of (rows,) standardised residuals; None with fewer than MINIMUM_RESIDUALS."""
    sample = np.asarray(residuals, dtype=float)
    if len(sample) < MINIMUM_RESIDUALS:
        return None
    sample = checked("residuals", sample, minimum=-np.inf)
    probability = np.linspace(0.0, 1.0, min(len(sample), LARGEST_NUMBER_OF_KNOTS))
    # equal residuals are a step; a step of no width has no inverse
    value = np.quantile(sample, probability)
    steps = np.arange(len(value)) * 1e-12 * max(1.0, float(np.abs(value).max()))
    return ResidualLaw(value + steps, probability, "empirical")


def months_paid(survival: FloatArray) -> FloatArray:
    """P(n whole months are paid), n = 0 to horizon, from S(1) to S(horizon): (rows, horizon + 1)."""
    stay = np.concatenate([np.ones((len(survival), 1)), survival], axis=1)
    return np.concatenate([stay[:, :-1] - stay[:, 1:], stay[:, -1:]], axis=1)


def outcome_quantiles(
    path: FloatArray,
    survival: FloatArray,
    factors: ArrayLike,
    scale: ArrayLike,
    law: ResidualLaw,
    probabilities: tuple[float, ...],
) -> FloatArray:
    """Quantiles of the outcome, (rows, probabilities), by bisection on the distribution function of the mixture.

    path, survival: (rows, horizon), the path given that the relationship is open. factors: discount, (horizon,),
    ones where the outcome is not discounted. scale: (rows,) per month, >= 0.
    """
    discount = np.asarray(factors, dtype=float)
    weight = months_paid(survival)
    rows = len(weight)
    centre = np.concatenate([np.zeros((rows, 1)), np.cumsum(path * discount, axis=1)], axis=1)
    width = checked("scale", scale, rows)[:, None] * np.concatenate([[0.0], np.cumsum(discount)]) if rows else weight
    quantiles = np.empty((rows, len(probabilities)))
    possible = weight > 0
    with np.errstate(divide="ignore", invalid="ignore"):
        for column, probability in enumerate(probabilities):
            # the quantile of a mixture lies between those of its components
            ends = centre + width * law.quantile(probability)
            low = np.where(possible, ends, np.inf).min(axis=1, initial=np.inf)
            high = np.where(possible, ends, -np.inf).max(axis=1, initial=-np.inf)
            for _ in range(BISECTIONS):
                middle = (low + high) / 2
                distance = middle[:, None] - centre
                z = np.where(width > 0, distance / width, np.where(distance >= 0, np.inf, -np.inf))
                below = (weight * law.cumulative(z)).sum(axis=1) < probability
                low, high = np.where(below, middle, low), np.where(below, high, middle)
            quantiles[:, column] = high
    return np.maximum.accumulate(quantiles, axis=1)

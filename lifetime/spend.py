"""Value per transaction: the Gamma-Gamma model (Fader & Hardie 2013, brucehardie.com/notes/025).

A customer's transactions are Gamma(p, rate nu) with a rate of its own, which is Gamma(q, rate gamma) over
customers. The mean m of its x transactions then has the density
    Gamma(px + q) / (Gamma(px) Gamma(q)) gamma^q m^(px - 1) x^(px) / (gamma + x m)^(px + q),
and its expected value per transaction is p (gamma + x m) / (px + q - 1): a mean of its own and of all customers'.
Value is assumed not to depend on how often the customer comes.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import gammaln, psi

from lifetime.estimation import Fit, FloatArray, checked, checked_weights, fail_where, maximise

# In units of the mean spend. The likelihood has a long ridge towards p in the millions, where a search from one
# start may end: bounds keep it off, several starts find the real optimum, and an end at a bound is no fit.
BOUNDS = (1e-3, 1e4)
STARTS = ((1.0, 2.0, 1.0), (6.0, 4.0, 0.5), (0.5, 1.5, 1.0), (20.0, 3.0, 0.1), (2.0, 20.0, 10.0))


@dataclass(frozen=True)
class SpendFit(Fit):
    """A fitted Gamma-Gamma model: params p, q and gamma, the last in the unit of the spend."""

    def expected_spend(self) -> float:
        """Mean value per transaction over customers, p gamma / (q - 1); ValueError where it is infinite."""
        return float(self.conditional_expected_spend([0], [0])[0])

    def conditional_expected_spend(self, frequency: ArrayLike, mean_spend: ArrayLike) -> FloatArray:
        """Expected value per transaction of customers with (rows,) transactions of (rows,) mean value.

        Without a transaction (frequency 0) it is the mean over customers.
        """
        p, q, gamma = (self.params[name] for name in ("p", "q", "gamma"))
        count = checked("frequency", frequency)
        mean = checked("mean_spend", mean_spend, len(count))
        weight = p * count + q - 1
        fail_where(
            "frequency", count, ~(weight > 0), f"has no finite expected spend at p = {p:.4g}, q = {q:.4g}; leave it out"
        )
        return np.asarray(p * (gamma + count * mean) / weight)


def fit_gamma_gamma(frequency: ArrayLike, mean_spend: ArrayLike, weights: ArrayLike | None = None) -> SpendFit:
    """Fit the model to customers with (rows,) transactions (>= 1) of (rows,) mean value (> 0), in any currency.

    weights: how many customers the row stands for.
    Raises ValueError for a row without a transaction or with a mean value of zero or below.
    """
    count = checked("frequency", frequency, minimum=1.0)
    mean = checked("mean_spend", mean_spend, len(count))
    fail_where("mean_spend", mean, mean <= 0, "is not above 0; leave out customers without a value")
    counts = checked_weights(weights, len(count))
    observations = float(counts.sum())
    unit = float(counts @ mean) / observations
    unique, place = np.unique(count, return_inverse=True)
    per_count = np.bincount(place, weights=counts)
    log_count, spend = np.log(count), mean / unit
    total, log_spend = count * spend, np.log(spend)
    constant = float(-(counts @ log_spend))

    def log_likelihood(theta: FloatArray) -> tuple[float, FloatArray]:
        p, q, gamma = np.exp(theta)
        log_sum = np.log(gamma + total)
        shape = p * unique
        value = per_count @ (gammaln(shape + q) - gammaln(shape) - gammaln(q) + q * theta[2])
        value += counts @ (p * count * (log_spend + log_count) - (p * count + q) * log_sum) + constant
        digamma = psi(shape + q)
        by_p = per_count @ (unique * (digamma - psi(shape))) + counts @ (count * (log_spend + log_count - log_sum))
        by_q = per_count @ (digamma - psi(q) + theta[2]) - counts @ log_sum
        by_gamma = observations * q / gamma - counts @ ((p * count + q) / (gamma + total))
        return float(value), np.array([by_p, by_q, by_gamma]) * np.exp(theta)

    fit = maximise(SpendFit, "gamma_gamma", ("p", "q", "gamma"), log_likelihood, STARTS, BOUNDS, observations)
    scale = np.array([1.0, 1.0, unit])
    return replace(
        fit,
        params={**fit.params, "gamma": fit.params["gamma"] * unit},
        log_likelihood=fit.log_likelihood - observations * float(np.log(unit)),
        covariance=fit.covariance * np.outer(scale, scale),
    )

"""How long contracts and relationships stay open: shifted-beta-geometric model and Kaplan-Meier curve.

Shifted-beta-geometric (Fader & Hardie 2007, Journal of Interactive Marketing 21:1): whoever is open closes in
the next period with a probability of its own, which is Beta(alpha, beta) over customers. Then
    P(T = t) = B(alpha + 1, beta + t - 1) / B(alpha, beta),  S(t) = B(alpha, beta + t) / B(alpha, beta),
and the hazard of period t is h(t) = alpha / (alpha + beta + t - 1), which falls because the fickle leave first.

Who was not yet watched when it opened (delayed entry, left truncation) counts from its age at entry on:
    L = [h(t) if closed in t] x S(t or t - 1) / S(entry).
Written by periods that is sum over t of d(t) ln h(t) + (n(t) - d(t)) ln(1 - h(t)), with n(t) at risk in period t
and d(t) closed in it: no beta function of large arguments is ever subtracted from another.
"""

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import betaln, ndtri

from lifetime.estimation import Fit, FloatArray, check_level, checked, checked_weights, fail_where, maximise

BOUNDS = (1e-6, 1e6)
# alpha + beta of the starts: from very unequal hazards to nearly equal ones
START_SUMS = (1.0, 30.0, 1000.0)
NEARLY_CONSTANT = 1e5
NEARLY_ZERO = 1e-4


class RiskTable(NamedTuple):
    """Per period: its number (the age at its end), weight at risk in it, weight closed in it; (periods,) each."""

    age: FloatArray
    at_risk: FloatArray
    closed: FloatArray


@dataclass(frozen=True)
class SurvivalFit(Fit):
    """A fitted shifted-beta-geometric model: params alpha and beta, ages in whole periods."""

    def survival(self, age: ArrayLike) -> FloatArray:
        """S(age), the probability to be open after that many periods (>= 0), in the shape of age."""
        return self.conditional_survival(0.0, age)

    def hazard(self, age: ArrayLike) -> FloatArray:
        """Probability to close in the period that ends at this age (>= 1) for whoever is open before it."""
        periods = _not_below("age", age, 1.0)
        alpha, beta = self._parameters()
        return np.asarray(alpha / (alpha + beta + periods - 1))

    def conditional_survival(self, age: ArrayLike, horizon: ArrayLike) -> FloatArray:
        """S(age + horizon) / S(age): open for `horizon` more periods, given open at `age`. Broadcasts."""
        start, more = _not_below("age", age, 0.0), _not_below("horizon", horizon, 0.0)
        alpha, beta = self._parameters()
        return np.asarray(np.exp(betaln(alpha, beta + start + more) - betaln(alpha, beta + start)))

    def _parameters(self) -> tuple[float, float]:
        alpha, beta = self.params["alpha"], self.params["beta"]
        if not (alpha > 0 and beta > 0):
            raise ValueError(f"sbg: there are no parameters to compute with: {self.reason}")
        return alpha, beta


@dataclass(frozen=True)
class SurvivalCurve:
    """Kaplan-Meier curve: one entry per distinct duration, ascending; all (durations,).

    variance: Greenwood's, of the survival. lower, upper: bounds at the level, on the scale ln(-ln S), which
    keeps them inside 0 and 1 (Kalbfleisch & Prentice 1980); the default of lifelines. Where everybody at risk
    has closed, S = 0 and there is neither variance nor interval (NaN).
    """

    duration: FloatArray
    at_risk: FloatArray
    closed: FloatArray
    survival: FloatArray
    variance: FloatArray
    lower: FloatArray
    upper: FloatArray
    level: float

    def plain_interval(self) -> tuple[FloatArray, FloatArray]:
        """Lower and upper bounds S +- z sqrt(variance), cut at 0 and 1: Greenwood's own, poor in small samples."""
        width = float(ndtri(0.5 + self.level / 2)) * np.sqrt(self.variance)
        return np.maximum(self.survival - width, 0.0), np.minimum(self.survival + width, 1.0)


def fit_sbg(
    duration: ArrayLike, closed: ArrayLike, entry: ArrayLike | None = None, weights: ArrayLike | None = None
) -> SurvivalFit:
    """Fit the shifted-beta-geometric model to (rows,) durations in whole periods.

    duration: period in which it closed, or the last one in which it was watched and stayed open (>= 1).
    closed: 1 closed, 0 still open (right censored). entry: age from which on it was watched (0: from the start).
    weights: how many the row stands for.
    Raises ValueError for what cannot be a duration; a fit that the data do not determine says so in its reason.
    """
    table = risk_table(duration, closed, entry, weights)
    observations = float(checked_weights(weights, np.size(duration)).sum())
    closures, exposure = float(table.closed.sum()), float(table.at_risk.sum())
    stayed, before = table.at_risk - table.closed, table.age - 1
    if closures == 0 or stayed.sum() == 0:
        found = "nobody closed" if closures == 0 else "everybody closed in the first period"
        params = {"alpha": float("nan"), "beta": float("nan")}
        reason = f"{found}: these observations do not determine how the hazard differs"
        return SurvivalFit("sbg", params, 0.0, np.full((2, 2), np.nan), False, reason, observations)

    def log_likelihood(theta: FloatArray) -> tuple[float, FloatArray]:
        alpha, beta = np.exp(theta)
        total = alpha + beta + before
        value = closures * theta[0] + stayed @ np.log(beta + before) - table.at_risk @ np.log(total)
        shared = table.at_risk @ (1 / total)
        slopes = np.array([closures / alpha - shared, stayed @ (1 / (beta + before)) - shared])
        return float(value), slopes * np.exp(theta)

    share = min(closures / exposure, 0.99)
    starts = [(share * size, (1 - share) * size) for size in START_SUMS]
    fit = maximise(SurvivalFit, "sbg", ("alpha", "beta"), log_likelihood, starts, BOUNDS, observations)
    if not fit.converged and sum(fit.params.values()) > NEARLY_CONSTANT:
        return replace(fit, reason="the hazard does not fall with age: a constant hazard fits as well")
    if not fit.converged and fit.params["beta"] < NEARLY_ZERO:
        return replace(fit, reason="the hazard falls faster with age than the model can: beta ran to zero")
    return fit


def kaplan_meier(
    duration: ArrayLike,
    closed: ArrayLike,
    entry: ArrayLike | None = None,
    weights: ArrayLike | None = None,
    level: float = 0.95,
) -> SurvivalCurve:
    """The product-limit estimate (Kaplan & Meier 1958) of (rows,) durations > 0 in any unit of time.

    At risk at time t are those with entry < t <= duration: with delayed entry the curve is that of survival given
    open at the first entry. closed: 1 closed, 0 censored. weights: how many the row stands for.
    """
    ends, events, starts, counts = _observed(duration, closed, entry, weights)
    times, place = np.unique(ends, return_inverse=True)
    left = np.bincount(place, weights=counts)
    still_there = left[::-1].cumsum()[::-1]
    order = np.argsort(starts, kind="stable")
    yet_to_enter = np.concatenate([counts[order][::-1].cumsum()[::-1], [0.0]])
    at_risk = still_there - yet_to_enter[np.searchsorted(starts[order], times, side="left")]
    gone = np.bincount(place, weights=counts * events).astype(np.float64)
    return product_limit(times, at_risk, gone, level)


def product_limit(duration: FloatArray, at_risk: FloatArray, closed: FloatArray, level: float = 0.95) -> SurvivalCurve:
    """Survival, Greenwood variance S^2 sum d / (n (n - d)) and interval from counts at ascending durations."""
    check_level(level)
    with np.errstate(divide="ignore", invalid="ignore"):
        survival = np.cumprod(np.where(at_risk > 0, 1 - closed / at_risk, 1.0)).astype(np.float64)
        terms = np.where(closed > 0, closed / (at_risk * (at_risk - closed)), 0.0)
        spread = np.cumsum(terms)
        variance = np.where(survival > 0, survival**2 * spread, np.nan)
        logarithm = np.log(survival)
        width = float(ndtri(0.5 + level / 2)) * np.sqrt(spread) / logarithm
        lower, upper = np.exp(logarithm * np.exp(-width)), np.exp(logarithm * np.exp(width))
    certain = survival == 1
    bounds = [np.where(certain, 1.0, np.where(survival > 0, bound, np.nan)) for bound in (lower, upper)]
    return SurvivalCurve(
        duration, at_risk, closed, np.asarray(survival, dtype=float), variance, bounds[0], bounds[1], level
    )


def risk_table(
    duration: ArrayLike, closed: ArrayLike, entry: ArrayLike | None = None, weights: ArrayLike | None = None
) -> RiskTable:
    """Who was at risk and who closed in each period, from the first with anybody at risk to the last.

    Arguments as in fit_sbg: (rows,), durations and entries are whole periods.
    """
    ends, events, starts, counts = _observed(duration, closed, entry, weights)
    for name, values in (("duration", ends), ("entry", starts)):
        fail_where(name, values, values != np.floor(values), "is not a whole number of periods; round it up")
    first, last = int(starts[counts > 0].min()), int(ends[counts > 0].max())
    size = last - first + 1
    changes = np.bincount((starts - first).astype(np.int64).clip(0, size), weights=counts, minlength=size + 1)[:size]
    changes -= np.bincount((ends - first).astype(np.int64).clip(0, size), weights=counts, minlength=size + 1)[:size]
    deaths = np.bincount((ends - first).astype(np.int64).clip(0, size), counts * events, minlength=size + 1)[1:size]
    ages = np.arange(first + 1.0, last + 1.0)
    return RiskTable(ages, changes.cumsum()[: size - 1], deaths.astype(np.float64))


def _observed(
    duration: ArrayLike, closed: ArrayLike, entry: ArrayLike | None, weights: ArrayLike | None
) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
    ends = checked("duration", duration)
    rows = len(ends)
    events = checked("closed", closed, rows)
    fail_where("closed", events, (events != 0) & (events != 1), "is neither 0 (open) nor 1 (closed); correct the row")
    starts = np.zeros(rows) if entry is None else checked("entry", entry, rows)
    fail_where(
        "duration", ends, ends <= starts, "is not above the age at entry; leave out whoever was never watched open"
    )
    return ends, events, starts, checked_weights(weights, rows)


def _not_below(name: str, values: ArrayLike, minimum: float) -> FloatArray:
    numbers = np.asarray(values, dtype=np.float64)
    checked(name, numbers.ravel() if numbers.size else [minimum], minimum=minimum)
    return numbers

"""How often customers come while the relationship lasts: BG/NBD, MBG/NBD and Pareto/NBD.

Arguments: frequency x (repeat transactions, the first one not counted), recency t_x (time of the last one) and age T,
both since the first one, in any one unit of time; parameters come in the same unit.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import gammaincinv

from lifetime import beta_geometric, pareto_nbd
from lifetime.estimation import Fit, FloatArray, check_level, maximise
from lifetime.observations import SKETCH_ROWS, Histories, checked_histories, group, thinned

USAGE_MODELS = ("bg_nbd", "mbg_nbd", "pareto_nbd")
BOUNDS = (1e-5, 1e5)  # of parameters whose unit of time is the mean age


@dataclass(frozen=True)
class UsageFit(Fit):
    """A fitted usage model and what follows from it for customers with the histories (x, t_x, T)."""

    @property
    def theta(self) -> FloatArray:
        """Log parameters, (4,)."""
        return np.asarray(np.log(np.array(list(self.params.values()))))

    def probability_alive(self, frequency: ArrayLike, recency: ArrayLike, age: ArrayLike) -> FloatArray:
        """P(alive at T) of each customer."""
        return self._alive(self.theta, *checked_histories(frequency, recency, age))

    def expected_transactions(self, horizon: ArrayLike) -> FloatArray:
        """E[transactions within the horizon] of a new customer, in the shape of horizon."""
        times, place = np.unique(_horizons(horizon), return_inverse=True)
        if self.model == "pareto_nbd":
            values = pareto_nbd.expected_of_new(self.theta, times)
        else:
            values = beta_geometric.expected_of_new(self.theta, times, _at_first(self.model))
        return np.asarray(values[place].reshape(np.shape(horizon)))

    def conditional_expected_transactions(
        self, horizon: ArrayLike, frequency: ArrayLike, recency: ArrayLike, age: ArrayLike
    ) -> FloatArray:
        """E[transactions in (T, T + horizon] | x, t_x, T]: (customers,), or (customers, horizons) for several."""
        history = checked_histories(frequency, recency, age)
        alive = self._alive(self.theta, *history)
        means = [alive * self._mean(self.theta, history, h) for h in _horizons(horizon)]
        return np.stack(means, axis=1) if np.ndim(horizon) else means[0]

    def conditional_interval(
        self, horizon: float, frequency: ArrayLike, recency: ArrayLike, age: ArrayLike, level: float = 0.9
    ) -> tuple[FloatArray, FloatArray]:
        """Predictive quantiles (customers,) of each customer's transactions within the horizon.

        Process noise by the exact distribution; uncertainty of the parameters by mixing it over the 2k sigma points
        of their normal distribution on the log scale (Julier & Uhlmann 1997). No random numbers.
        """
        self._must_be_usable()
        check_level(level)
        (time,) = _horizons(horizon)
        rows = group(*checked_histories(frequency, recency, age))
        history = rows.counts[rows.row_count], rows.last.time[rows.last.row], rows.age.time[rows.age.row]
        points = self._sigma_points()
        alive = [self._alive(theta, *history) for theta in points]

        def below(n: FloatArray) -> FloatArray:
            parts = [1 - p + p * self._below(theta, n, history, time) for theta, p in zip(points, alive, strict=True)]
            return np.asarray(np.mean(parts, axis=0))

        mean = np.mean([p * self._mean(t, history, time) for t, p in zip(points, alive, strict=True)], axis=0)
        low, high = (_quantile(below, mean, share) for share in ((1 - level) / 2, (1 + level) / 2))
        return low[rows.place], high[rows.place]

    def total_interval(
        self,
        horizon: float,
        frequency: ArrayLike,
        recency: ArrayLike,
        age: ArrayLike,
        level: float = 0.9,
        weights: ArrayLike | None = None,
    ) -> tuple[float, float]:
        """Interval of the sum over the customers, analytic: a gamma law with the mean and the variance of the sum.

        Variance: process noise of independent customers, plus that of the parameters by the delta method.
        """
        self._must_be_usable()
        check_level(level)
        (time,) = _horizons(horizon)
        history = checked_histories(frequency, recency, age)
        mass = np.ones(len(history[0])) if weights is None else np.asarray(weights, dtype=np.float64)

        def total(theta: FloatArray) -> float:
            return float(mass @ (self._alive(theta, *history) * self._mean(theta, history, time)))

        alive = self._alive(self.theta, *history)
        first, second = self._mean(self.theta, history, time), self._square(self.theta, history, time)
        mean = float(mass @ (alive * first))
        if mean == 0:
            return 0.0, 0.0
        process = float(mass @ (alive * second - (alive * first) ** 2))
        steps = 1e-4 * np.eye(len(self.theta))
        slope = np.array([(total(self.theta + step) - total(self.theta - step)) / 2e-4 for step in steps])
        variance = process + float(slope @ self.log_covariance @ slope)
        shape, scale = mean**2 / variance, variance / mean
        low, high = (scale * gammaincinv(shape, share) for share in ((1 - level) / 2, (1 + level) / 2))
        return float(low), float(high)

    def _must_be_usable(self) -> None:
        if not self.converged:
            raise ValueError(f"{self.model} has not converged and gives no interval: {self.reason}")

    def _sigma_points(self) -> list[FloatArray]:
        root = np.linalg.cholesky(self.log_covariance) * np.sqrt(len(self.theta))
        return [self.theta + sign * column for column in root.T for sign in (1, -1)]

    def _alive(self, theta: FloatArray, x: FloatArray, t_x: FloatArray, age: FloatArray) -> FloatArray:
        if self.model != "pareto_nbd":
            return beta_geometric.probability_alive(theta, x, t_x, age, _at_first(self.model))
        return pareto_nbd.probability_alive(theta, x, t_x, age)

    def _mean(self, theta: FloatArray, history: tuple[FloatArray, FloatArray, FloatArray], time: float) -> FloatArray:
        x, _, age = history
        if self.model == "pareto_nbd":
            return pareto_nbd.mean_if_alive(theta, x, age, time)
        return beta_geometric.moment_if_alive(theta, x, age, time, _at_first(self.model))

    def _square(self, theta: FloatArray, history: tuple[FloatArray, FloatArray, FloatArray], time: float) -> FloatArray:
        x, _, age = history
        if self.model == "pareto_nbd":
            return pareto_nbd.square_if_alive(theta, x, age, time)
        return beta_geometric.moment_if_alive(theta, x, age, time, _at_first(self.model), power=2)

    def _below(
        self, theta: FloatArray, n: FloatArray, history: tuple[FloatArray, FloatArray, FloatArray], horizon: float
    ) -> FloatArray:
        x, _, age = history
        if self.model == "pareto_nbd":
            return pareto_nbd.below_if_alive(theta, n, x, age, horizon)
        return beta_geometric.below_if_alive(theta, n, x, age, horizon, _at_first(self.model))


def fit_usage(
    model: str, frequency: ArrayLike, recency: ArrayLike, age: ArrayLike, weights: ArrayLike | None = None
) -> UsageFit:
    """The usage model that makes the histories most likely; weights: how many customers a row stands for."""
    if model not in USAGE_MODELS:
        raise ValueError(f"model {model!r} is not one of {', '.join(USAGE_MODELS)}")
    x, t_x, end = checked_histories(frequency, recency, age, youngest=np.finfo(np.float64).tiny)
    rows = group(x, t_x, end, weights)
    unit = float(rows.weights @ rows.age.time[rows.age.row] / rows.weights.sum())
    repeats = float(rows.total @ rows.counts)
    rows = _in_unit(rows, unit)
    sketch = thinned(rows) if len(rows.weights) > 4 * SKETCH_ROWS else None
    family = pareto_nbd if model == "pareto_nbd" else beta_geometric

    def objective(theta: FloatArray, of: Histories) -> tuple[float, FloatArray]:
        if model == "pareto_nbd":
            return pareto_nbd.log_likelihood(theta, of)
        return beta_geometric.log_likelihood(theta, of, _at_first(model))

    fit = maximise(
        UsageFit,
        model,
        family.NAMES,
        lambda theta: objective(theta, rows),
        family.starts(max(repeats / rows.weights.sum(), 1e-3)),
        BOUNDS,
        float(rows.weights.sum()),
        sketch=None if sketch is None else lambda theta: objective(theta, sketch),
    )
    factors = np.array([unit if name in family.SCALES else 1.0 for name in family.NAMES])
    fit = replace(
        fit,
        params={name: float(value * factor) for (name, value), factor in zip(fit.params.items(), factors, strict=True)},
        covariance=fit.covariance * np.outer(factors, factors),
        log_likelihood=fit.log_likelihood - repeats * float(np.log(unit)),
    )
    if repeats == 0:
        return replace(fit, converged=False, reason="nobody repeats: these observations do not determine how often")
    return fit


def stored_usage(model: str, params: dict[str, float]) -> UsageFit:
    """A fit from the parameters that were kept of it: for expectations, not for intervals."""
    names = pareto_nbd.NAMES if model == "pareto_nbd" else beta_geometric.NAMES
    if model not in USAGE_MODELS:
        raise ValueError(f"model {model!r} is not one of {', '.join(USAGE_MODELS)}")
    values = {name: float(params.get(name, np.nan)) for name in names}
    if not all(value > 0 and np.isfinite(value) for value in values.values()):
        raise ValueError(f"{model} needs the parameters {', '.join(names)}, each above 0; it was given {params}")
    unknown = np.full((len(names), len(names)), np.nan)
    return UsageFit(model, values, float("nan"), unknown, False, "only the parameters were kept", 0.0)


def _in_unit(rows: Histories, unit: float) -> Histories:
    return replace(
        rows,
        last=replace(rows.last, time=rows.last.time / unit),
        age=replace(rows.age, time=rows.age.time / unit),
    )


def _at_first(model: str) -> int:
    return int(model == "mbg_nbd")


def _horizons(horizon: ArrayLike) -> list[float]:
    times = np.atleast_1d(np.asarray(horizon, dtype=np.float64))
    if times.ndim != 1 or not len(times) or not np.isfinite(times).all() or (times < 0).any():
        raise ValueError("horizon must be one time or a list of times, finite and not below 0")
    return [float(time) for time in times]


def _quantile(below: Callable[[FloatArray], FloatArray], mean: FloatArray, share: float) -> FloatArray:
    """Smallest whole n with P(Y <= n) >= share, by bisection."""
    low, high = np.full_like(mean, -1.0), np.ceil(4 * mean + 10)
    while (short := below(high) < share).any():
        high = np.where(short, 2 * high, high)
    while (high - low > 1).any():
        middle = np.floor((low + high) / 2)
        enough = below(np.maximum(middle, 0)) >= share
        enough &= middle >= 0
        low, high = np.where(enough, low, middle), np.where(enough, middle, high)
    return high

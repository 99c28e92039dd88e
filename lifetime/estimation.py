"""Maximum likelihood for models with few positive parameters, and the checks of what they are fitted to.

The search runs over the logarithms of the parameters, so that they stay positive and their scales do not matter.
Standard errors: inverse of the observed information (Hessian of -log L by differences of the analytic
gradient), carried to the parameters by the delta method (Casella & Berger 2002, sections 5.5.4 and 10.1.3).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import minimize
from scipy.special import ndtri

FloatArray = NDArray[np.float64]
# log parameters (k,) -> log-likelihood and its gradient by the log parameters (k,)
LogLikelihood = Callable[[FloatArray], tuple[float, FloatArray]]

NEWTON_STEPS = 60
STEPS_PER_HESSIAN = 6
# In units of log-likelihood: what another Newton step would gain.
GAIN_OF_THE_LAST_STEP = 1e-10
GAIN_OF_A_CONVERGED_FIT = 1e-5
HESSIAN_STEP = 1e-5
# A parameter whose logarithm is not known to within this is not determined by the data.
LARGEST_LOG_ERROR = 10.0


@dataclass(frozen=True)
class Fit:
    """Parameters that maximise a likelihood, and how far they can be trusted.

    covariance: (k, k), of the parameters in the order of params; NaN where the likelihood has no proper maximum.
    reason: why converged is False, else None. A fit that has not converged must not be used for figures.
    observations: sum of the weights.
    """

    model: str
    params: dict[str, float]
    log_likelihood: float
    covariance: FloatArray
    converged: bool
    reason: str | None
    observations: float

    @property
    def standard_errors(self) -> dict[str, float]:
        return dict(zip(self.params, np.sqrt(np.diagonal(self.covariance)).tolist(), strict=True))

    @property
    def log_covariance(self) -> FloatArray:
        """Covariance of the logarithms of the parameters, (k, k)."""
        values = np.array(list(self.params.values()))
        return self.covariance / np.outer(values, values)

    def interval(self, level: float = 0.95) -> dict[str, tuple[float, float]]:
        """Bounds of each parameter, normal on the log scale; NaN where there is no standard error."""
        check_level(level)
        width = float(ndtri(0.5 + level / 2))
        errors = self.standard_errors
        return {
            name: (
                value * float(np.exp(-width * errors[name] / value)),
                value * float(np.exp(width * errors[name] / value)),
            )
            for name, value in self.params.items()
        }


AnyFit = TypeVar("AnyFit", bound=Fit)


def maximise(
    kind: type[AnyFit],
    model: str,
    names: Sequence[str],
    log_likelihood: LogLikelihood,
    starts: Sequence[Sequence[float]],
    bounds: tuple[float, float],
    observations: float,
    sketch: LogLikelihood | None = None,
) -> AnyFit:
    """The best maximum that is reached from any of the starts, as a fit of the given kind.

    starts: parameters (not their logarithms). bounds: of every parameter; a search that ends there has not converged.
    sketch: the same function over a sample that is weighted to the same total. Where it is given, the starts are
    searched on it and only the best one is carried on with all rows.
    """
    lower, upper = np.log(bounds[0]), np.log(bounds[1])
    rough = sketch or log_likelihood
    best, best_value = None, -np.inf
    for start in starts:
        found = _search(rough, np.log(np.asarray(start, dtype=float)), lower, upper)
        value = rough(found)[0]
        if np.isfinite(value) and value > best_value:
            best, best_value = found, value
    if best is None:
        raise ValueError(
            f"{model}: the log-likelihood is finite at none of the starting points; check the observations"
        )
    theta, value, gradient = _climb(log_likelihood, best, information(rough, best), lower, upper)
    hessian = information(log_likelihood, theta, gradient)
    covariance = _inverse(hessian)
    reason = _why_not_converged(names, theta, gradient, covariance, lower, upper)
    params = np.exp(theta)
    return kind(
        model=model,
        params=dict(zip(names, params.tolist(), strict=True)),
        log_likelihood=value,
        covariance=covariance * np.outer(params, params),
        converged=reason is None,
        reason=reason,
        observations=observations,
    )


def information(log_likelihood: LogLikelihood, theta: FloatArray, gradient: FloatArray | None = None) -> FloatArray:
    """Observed information at theta, (k, k): minus the second derivatives, by differences of the analytic gradient.

    gradient: that at theta, where it is known.
    """
    here = log_likelihood(theta)[1] if gradient is None else gradient
    matrix = np.array([here - log_likelihood(theta + step)[1] for step in HESSIAN_STEP * np.eye(len(theta))])
    return np.asarray((matrix + matrix.T) / (2 * HESSIAN_STEP))


def _search(log_likelihood: LogLikelihood, start: FloatArray, lower: float, upper: float) -> FloatArray:
    """A bounded quasi-Newton search (L-BFGS-B, Byrd et al. 1995) from one start."""
    scale = max(1.0, abs(log_likelihood(start)[0]))

    def loss(theta: FloatArray) -> tuple[float, FloatArray]:
        value, gradient = log_likelihood(theta)
        if not np.isfinite(value):
            return 1e6, np.zeros_like(theta)
        return -value / scale, -gradient / scale

    options = {"maxiter": 300, "ftol": 1e-13, "gtol": 1e-9, "maxls": 40}
    bounds = [(lower, upper)] * len(start)
    return np.asarray(minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds, options=options).x)


def _climb(
    log_likelihood: LogLikelihood, theta: FloatArray, hessian: FloatArray, lower: float, upper: float
) -> tuple[FloatArray, float, FloatArray]:
    """Newton steps with halving, the Hessian renewed now and then, to where another step gains nothing."""
    value, gradient = log_likelihood(theta)
    for count in range(1, NEWTON_STEPS + 1):
        free = ~(((theta <= lower) & (gradient < 0)) | ((theta >= upper) & (gradient > 0)))
        step = np.zeros_like(theta)
        step[free] = _ascent(hessian[np.ix_(free, free)], gradient[free])
        if float(gradient @ step) / 2 < GAIN_OF_THE_LAST_STEP:
            break
        for _ in range(40):
            there = np.clip(theta + step, lower, upper)
            new_value, new_gradient = log_likelihood(there)
            if new_value > value:
                break
            step = step / 2
        else:
            break
        theta, value, gradient = there, new_value, new_gradient
        if count % STEPS_PER_HESSIAN == 0:
            hessian = information(log_likelihood, theta, gradient)
    return theta, value, gradient


def _ascent(hessian: FloatArray, gradient: FloatArray) -> FloatArray:
    """A Newton step that goes uphill even where the likelihood is not concave; at most 2 on the log scale."""
    if not len(gradient) or not np.isfinite(hessian).all():
        return gradient / max(1.0, float(np.abs(gradient).max(initial=0.0)))
    roots, vectors = np.linalg.eigh(hessian)
    roots = np.maximum(np.abs(roots), 1e-10 * max(1e-6, float(np.abs(roots).max())))
    step = np.asarray(vectors @ ((vectors.T @ gradient) / roots))
    return step / max(1.0, float(np.abs(step).max()) / 2)


def _inverse(hessian: FloatArray) -> FloatArray:
    """Covariance from the information, NaN where it is not positive definite."""
    try:
        np.linalg.cholesky(hessian)
        return np.asarray(np.linalg.inv(hessian))
    except np.linalg.LinAlgError:
        return np.full_like(hessian, np.nan)


def _why_not_converged(
    names: Sequence[str], theta: FloatArray, gradient: FloatArray, covariance: FloatArray, lower: float, upper: float
) -> str | None:
    for name, value in zip(names, theta, strict=True):
        if value <= lower + 1e-6 or value >= upper - 1e-6:
            return f"{name} ran to the bound {np.exp(value):g} of the search: these observations do not determine it"
    if not np.isfinite(covariance).all():
        return "the log-likelihood has no proper maximum: these observations do not determine the parameters"
    errors = np.sqrt(np.diagonal(covariance))
    widest = int(errors.argmax())
    if errors[widest] > LARGEST_LOG_ERROR:
        return f"{names[widest]} is not determined: the standard error of its logarithm is {errors[widest]:.3g}"
    gain = float(gradient @ covariance @ gradient) / 2
    if not gain < GAIN_OF_A_CONVERGED_FIT:
        return f"the search stopped before the maximum: another step would gain {gain:.3g} of log-likelihood"
    return None


def checked(name: str, values: ArrayLike, rows: int | None = None, minimum: float = 0.0) -> FloatArray:
    """One argument as a vector of finite numbers not below the minimum, of the given length.

    ValueError names the argument, the first row at fault and the remedy.
    """
    try:
        vector = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{name} must be numbers: {error}") from error
    if vector.ndim != 1:
        raise ValueError(f"{name} must be one-dimensional, one value per row; it has the shape {vector.shape}")
    if rows is not None and len(vector) != rows:
        raise ValueError(f"{name} has {len(vector)} rows, the other arguments have {rows}; give one value per row")
    if rows is None and not len(vector):
        raise ValueError(f"{name} is empty; there is nothing to fit or score")
    fail_where(name, vector, ~np.isfinite(vector), "is not a finite number; leave the row out or fill it in")
    fail_where(name, vector, vector < minimum, f"is below {minimum:g}; correct the row or leave it out")
    return vector


def checked_weights(weights: ArrayLike | None, rows: int) -> FloatArray:
    """Weights >= 0 (how many observations a row stands for) with a positive sum; 1 each where there are none."""
    if weights is None:
        return np.ones(rows)
    vector = checked("weights", weights, rows)
    if not vector.sum() > 0:
        raise ValueError("weights sum to 0; at least one row must count")
    return vector


def check_level(level: float) -> None:
    """ValueError unless the level of an interval lies between 0 and 1."""
    if not 0 < level < 1:
        raise ValueError(f"level is {level}; give the share that the interval is to hold, between 0 and 1")


def fail_where(name: str, values: FloatArray, wrong: NDArray[np.bool_], remedy: str) -> None:
    """ValueError that names the first row that is wrong (counted from 0), if there is one."""
    if wrong.any():
        row = int(wrong.argmax())
        raise ValueError(f"{name}: row {row} ({values[row]:g}) {remedy} ({int(wrong.sum())} such rows)")

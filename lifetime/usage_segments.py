"""One usage model per customer type, pooled where there are few customers, and a named fallback where none holds."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lifetime.estimation import FloatArray
from lifetime.usage import UsageFit, fit_usage

FEWEST_CUSTOMERS = 200
MODELS = ("pareto_nbd", "mbg_nbd")
CONSTANT_RATE = "constant_rate"


@dataclass(frozen=True)
class SegmentUsage:
    """The model of one customer type.

    fit_basis: derived (from its own customers), pooled (with others, for it has few of them) or assumed (none holds).
    customers: of the type; observations: those that the fit saw.
    """

    model: str
    fit: UsageFit | None
    fit_basis: str
    reason: str | None
    customers: float
    observations: float


def fit_segments(
    customer_type: NDArray[np.str_], frequency: FloatArray, recency: FloatArray, age: FloatArray, weights: FloatArray
) -> dict[str, SegmentUsage]:
    """The usage model of each customer type; rows of age 0 say nothing and are left out of the fit.

    A type with fewer than 200 customers is fitted with all who are not individuals, else with everyone.
    """
    seen = age > 0
    fits: dict[bytes, tuple[str, UsageFit | None, str | None]] = {}
    segments = {}
    for name in np.unique(customer_type).tolist():
        own = customer_type == name
        used, note = own & seen, None
        if weights[used].sum() < FEWEST_CUSTOMERS:
            few = f"{name} has {weights[used].sum():g} customers, fewer than {FEWEST_CUSTOMERS}"
            used, note = (customer_type != "individual") & seen, f"{few}: fitted with all that are not individuals"
            if name == "individual" or weights[used].sum() < FEWEST_CUSTOMERS:
                used, note = seen, f"{few}: fitted with all customers"
        if used.tobytes() not in fits:
            fits[used.tobytes()] = _first_that_converges(*(v[used] for v in (frequency, recency, age, weights)))
        model, fit, why = fits[used.tobytes()]
        segments[name] = SegmentUsage(
            model=model,
            fit=fit,
            fit_basis="assumed" if fit is None else "pooled" if note else "derived",
            reason="; ".join(part for part in (note, why) if part) or None,
            customers=float(weights[own].sum()),
            observations=float(weights[used].sum()),
        )
    return segments


def _first_that_converges(
    frequency: FloatArray, recency: FloatArray, age: FloatArray, weights: FloatArray
) -> tuple[str, UsageFit | None, str | None]:
    """Model, fit and why the models before it are not used."""
    if not len(frequency):
        return CONSTANT_RATE, None, "nobody has been observed for a day"
    failures: list[str] = []
    for model in MODELS:
        fit = fit_usage(model, frequency, recency, age, weights)
        if fit.converged:
            return model, fit, "; ".join(failures) or None
        failures.append(f"{model}: {fit.reason}")
    return CONSTANT_RATE, None, "; ".join(failures)

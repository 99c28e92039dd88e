"""From exposures of many segments or cohorts to fits that always name what they rest on."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar

import numpy as np
from scipy.special import ndtri, xlog1py, xlogy

from lifetime.estimation import FloatArray, check_level
from lifetime.survival import RiskTable, SurvivalCurve, SurvivalFit, fit_sbg, product_limit, risk_table

ALL = "all"
# A constant hazard h is the shifted-beta-geometric model with alpha = h M, beta = (1 - h) M and a large M.
CONSTANT = 1e6
LONGEST_CURVE = 120


@dataclass(frozen=True)
class Exposure:
    """Rows of one segment, (rows,) each: age at entry and exit in whole months, closed (0 or 1), members."""

    entry: FloatArray
    exit: FloatArray
    closed: FloatArray
    members: FloatArray

    @property
    def closures(self) -> float:
        return float(self.members @ self.closed)

    @property
    def months(self) -> float:
        """Member months in which one could have closed."""
        return float(self.members @ (self.exit - self.entry))

    def fit(self) -> SurvivalFit:
        """The shifted-beta-geometric fit of these rows alone."""
        return fit_sbg(self.exit, self.closed, self.entry, self.members)


@dataclass(frozen=True)
class SegmentFit:
    """How a segment closes: by the model where it converged, else at a constant hazard.

    fit_basis: derived (the segment's own closures), pooled (too few of them: those of all), assumed (nobody closed).
    hazard: per month, None under the model; its standard error is sqrt(h (1 - h) / months), None where assumed.
    log_likelihood: of the model that is used, None where assumed.
    """

    model: str
    alpha: float
    beta: float
    hazard: float | None
    hazard_standard_error: float | None
    log_likelihood: float | None
    fit: SurvivalFit | None
    fit_basis: str
    reason: str | None
    closures: float
    months: float

    @property
    def converged(self) -> bool:
        """Whether the model is used."""
        return self.model == "sbg"

    def hazard_interval(self, level: float = 0.95) -> tuple[float, float] | None:
        """Bounds of the hazard, normal on the log scale and at most 1; None where it has no standard error."""
        check_level(level)
        if self.hazard is None or self.hazard_standard_error is None:
            return None
        factor = float(np.exp(ndtri(0.5 + level / 2) * self.hazard_standard_error / self.hazard))
        return self.hazard / factor, min(self.hazard * factor, 1.0)


@dataclass(frozen=True)
class RetentionCurve:
    """Survival by age in months, given open at from_age; model: of the fit, (ages,), NaN where reason says why."""

    AGES: ClassVar = ("age_months", "at_risk", "closed", "survival", "variance", "lower", "upper", "model_survival")

    from_age: float
    observed: SurvivalCurve
    model: FloatArray
    reason: str | None

    def rows(self) -> list[tuple[float | None, ...]]:
        """One row per age, of the columns AGES; None where there is no number."""
        seen = self.observed
        columns = (seen.duration, seen.at_risk, seen.closed, seen.survival, seen.variance, seen.lower, seen.upper)
        table = np.column_stack([*columns, self.model])
        return [tuple(None if np.isnan(value) else float(value) for value in row) for row in table]


def exposures(rows: Iterable[Sequence[Any]]) -> dict[tuple[Any, ...], Exposure]:
    """The exposures of each key, keys ascending. A row is key ..., age at entry, age at exit, closed, members."""
    grouped: dict[tuple[Any, ...], list[Sequence[Any]]] = {}
    for row in rows:
        grouped.setdefault(tuple(row[:-4]), []).append(row[-4:])
    return {key: Exposure(*np.array(grouped[key], dtype=np.float64).T) for key in sorted(grouped)}


def together(parts: Iterable[Exposure]) -> Exposure:
    """All of them as one; without any part, nobody."""
    many = list(parts)
    names = ("entry", "exit", "closed", "members")
    return Exposure(*(np.concatenate([np.empty(0), *(getattr(part, name) for part in many)]) for name in names))


def fit_segments(
    segments: Mapping[str, Exposure], minimum_closures: float, assumed_hazard: float
) -> dict[str, SegmentFit]:
    """A fit for each segment, and one for all of them under the name 'all'.

    A segment with fewer closures than the minimum takes the fit of all; without any closure the hazard is assumed.
    """
    pool = together(segments.values())
    if pool.closures == 0:
        reason = "nobody closed: the hazard is that of the parameter lifetime_assumed_monthly_hazard"
        everybody = {ALL: pool, **segments}
        return {name: _constant(part, assumed_hazard, "assumed", reason) for name, part in everybody.items()}
    few = f"fewer than {minimum_closures:g} closures"
    if pool.closures < minimum_closures:
        of_all = _constant(pool, pool.closures / pool.months, "derived", f"{few}: a constant hazard")
    else:
        of_all = _own(pool)
    fits = {ALL: of_all}
    for name, part in segments.items():
        if part.closures >= minimum_closures:
            fits[name] = _own(part)
        else:
            reason = f"{few}: the fit of all segments" + (f"; {of_all.reason}" if of_all.reason else "")
            pooled = replace(of_all, fit_basis="pooled", reason=reason)
            fits[name] = replace(pooled, closures=part.closures, months=part.months)
    return fits


def retention_curve(exposure: Exposure, minimum_closures: float) -> RetentionCurve:
    """Kaplan-Meier and the model of the same rows side by side, by age in months.

    Taken is the run of ages without a gap that holds most member months, its first LONGEST_CURVE months. Without
    enough closures or without convergence there is no model (NaN), and the reason says so.
    """
    table = _longest_run(risk_table(exposure.exit, exposure.closed, exposure.entry, exposure.members))
    start = float(table.age[0] - 1)
    model = np.full(len(table.age), np.nan)
    if exposure.closures < minimum_closures:
        reason: str | None = f"{exposure.closures:g} closures, fewer than {minimum_closures:g}"
    else:
        fit = exposure.fit()
        reason = fit.reason
        if fit.converged:
            model = fit.conditional_survival(start, table.age - start)
    return RetentionCurve(start, product_limit(*table), model, reason)


def _own(exposure: Exposure) -> SegmentFit:
    fit = exposure.fit()
    closures, months = exposure.closures, exposure.months
    if not fit.converged:
        return _constant(exposure, closures / months, "derived", fit.reason)
    alpha, beta = fit.params["alpha"], fit.params["beta"]
    return SegmentFit("sbg", alpha, beta, None, None, fit.log_likelihood, fit, "derived", None, closures, months)


def _constant(exposure: Exposure, hazard: float, basis: str, reason: str | None) -> SegmentFit:
    closures, months = exposure.closures, exposure.months
    error, value = None, None
    if basis == "derived":
        error = float(np.sqrt(hazard * (1 - hazard) / months))
        value = float(xlogy(closures, hazard) + xlog1py(months - closures, -hazard))
    # a hazard of 1 leaves nobody: alpha and beta stay above 0
    alpha, beta = hazard * CONSTANT, max((1 - hazard) * CONSTANT, 1.0)
    return SegmentFit("constant_hazard", alpha, beta, hazard, error, value, None, basis, reason, closures, months)


def _longest_run(table: RiskTable) -> RiskTable:
    """The run of ages without a gap that holds most member months; its first LONGEST_CURVE ages."""
    there = table.at_risk > 0
    run = np.cumsum(there & ~np.concatenate([[False], there[:-1]]))
    months = np.bincount(run[there], weights=table.at_risk[there])
    rows = np.flatnonzero(there & (run == months.argmax()))[:LONGEST_CURVE]
    return RiskTable(*(column[rows] for column in table))

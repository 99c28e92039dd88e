"""How relationships and contracts close, by segment, as it was known at every fit date."""

from typing import Any

import pyarrow as pa

from lifetime.cohorts import SegmentFit, exposures, fit_segments

TEXT, NUMBER, COUNT = pa.string(), pa.float64(), pa.int64()
SCHEMA = pa.schema(
    [
        *(("source_system", TEXT), ("fit_date", pa.date32())),
        *(("scope_code", TEXT), ("segment_code", TEXT), ("model_code", TEXT)),
        *(("alpha", NUMBER), ("alpha_standard_error", NUMBER), ("alpha_lower", NUMBER), ("alpha_upper", NUMBER)),
        *(("beta", NUMBER), ("beta_standard_error", NUMBER), ("beta_lower", NUMBER), ("beta_upper", NUMBER)),
        *(("monthly_hazard", NUMBER), ("monthly_hazard_standard_error", NUMBER)),
        *(("monthly_hazard_lower", NUMBER), ("monthly_hazard_upper", NUMBER)),
        *(("log_likelihood", NUMBER), ("converged", pa.bool_()), ("fit_basis", TEXT), ("reason", TEXT)),
        *(("closures", COUNT), ("exposure_months", COUNT)),
    ]
)


def model(dbt: Any, session: Any) -> pa.Table:
    """One row per source, fit date, scope and segment; what the columns say stands in the YAML beside."""
    dbt.config(materialized="table", schema="intermediate")
    parameters = "lifetime_minimum_closures, lifetime_assumed_monthly_hazard"
    by_date = dbt.ref("dim_parameter_monthly").project(f"month_end_date, {parameters}").fetchall()
    known = {date: (float(minimum), float(hazard)) for date, minimum, hazard in by_date}
    dates = dbt.ref("lifetime_fit_date").project("source_system, fit_date").fetchall()
    columns = "entry_age_months, exit_age_months, is_closed"
    scopes = {
        "relationship": dbt.ref("relationship_exposure").project(
            f"source_system, fit_date, customer_type, {columns}, customers"
        ),
        "contract": dbt.ref("contract_exposure").project(
            f"source_system, fit_date, cast(product_key as varchar), {columns}, contracts"
        ),
    }
    rows = []
    for scope, relation in scopes.items():
        found = exposures(relation.order("all").fetchall())
        for source, date in sorted(dates):
            segments = {key[2]: part for key, part in found.items() if key[:2] == (source, date)}
            fits = fit_segments(segments, *known[date])
            keys = {"source_system": source, "fit_date": date, "scope_code": scope}
            rows += [{**keys, "segment_code": segment, **described(fit)} for segment, fit in fits.items()]
    return pa.Table.from_pylist(rows, schema=SCHEMA)


def described(segment: SegmentFit) -> dict[str, Any]:
    """The columns of one fit; errors and bounds only where the model is used."""
    row: dict[str, Any] = {
        "model_code": segment.model,
        "alpha": segment.alpha,
        "beta": segment.beta,
        "monthly_hazard": segment.hazard,
        "monthly_hazard_standard_error": segment.hazard_standard_error,
        "log_likelihood": segment.log_likelihood,
        "converged": segment.converged,
        "fit_basis": segment.fit_basis,
        "reason": segment.reason,
        "closures": round(segment.closures),
        "exposure_months": round(segment.months),
    }
    bounds = {"monthly_hazard": segment.hazard_interval()}
    if segment.fit is not None:
        bounds |= segment.fit.interval()
        row |= {f"{name}_standard_error": error for name, error in segment.fit.standard_errors.items()}
    for name, interval in bounds.items():
        row[f"{name}_lower"], row[f"{name}_upper"] = interval or (None, None)
    return row

"""How often customers come, by customer type, as it was known at every fit date."""

from typing import Any

import numpy as np
import pyarrow as pa

from lifetime.usage_segments import SegmentUsage, fit_segments

TEXT, NUMBER, COUNT = pa.string(), pa.float64(), pa.int64()
PARAMETERS = ("r", "alpha", "s", "beta", "a", "b")
SCHEMA = pa.schema(
    [
        *(("source_system", TEXT), ("fit_date", pa.date32()), ("customer_type", TEXT), ("model_code", TEXT)),
        *((name, NUMBER) for name in PARAMETERS),
        *((f"{name}_{figure}", NUMBER) for name in PARAMETERS for figure in ("standard_error", "lower", "upper")),
        *(("log_likelihood", NUMBER), ("converged", pa.bool_()), ("fit_basis", TEXT), ("reason", TEXT)),
        *(("customers", COUNT), ("observations", COUNT)),
    ]
)


def model(dbt: Any, session: Any) -> pa.Table:
    """One row per source, fit date and customer type, from the histories at each fit date."""
    dbt.config(materialized="table", schema="intermediate")
    history = dbt.ref("lifetime_usage_input")
    dates = dbt.ref("lifetime_fit_date").project("source_system, fit_date").order("all").fetchall()
    rows = []
    for source, date in dates:
        here = history.filter(f"source_system = '{source}' and fit_date = date '{date}'")
        grouped = here.aggregate(
            "customer_type, frequency, recency_days, age_days, count(*) as customers",
            "customer_type, frequency, recency_days, age_days",
        )
        columns = grouped.order("all").fetchnumpy()
        fits = fit_segments(
            np.asarray(columns["customer_type"], dtype=str),
            columns["frequency"],
            columns["recency_days"],
            columns["age_days"],
            columns["customers"],
        )
        keys = {"source_system": source, "fit_date": date}
        rows += [{**keys, "customer_type": name, **described(fit)} for name, fit in fits.items()]
    return pa.Table.from_pylist(rows, schema=SCHEMA)


def described(segment: SegmentUsage) -> dict[str, Any]:
    """The columns of one fit; those of other models' parameters stay empty."""
    row = {
        "model_code": segment.model,
        "converged": segment.model == "pareto_nbd",
        "fit_basis": segment.fit_basis,
        "reason": segment.reason,
        "customers": round(segment.customers),
        "observations": round(segment.observations),
    }
    if segment.fit is not None:
        row |= {**segment.fit.params, "log_likelihood": segment.fit.log_likelihood}
        for name, (lower, upper) in segment.fit.interval().items():
            row |= {f"{name}_standard_error": segment.fit.standard_errors[name]}
            row |= {f"{name}_lower": lower, f"{name}_upper": upper}
    return row

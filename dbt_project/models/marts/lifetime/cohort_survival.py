"""Kaplan-Meier curve and fitted curve of every cohort, by age in months."""

from typing import Any

import pyarrow as pa

from lifetime.cohorts import exposures, retention_curve

TEXT, NUMBER, COUNT = pa.string(), pa.float64(), pa.int32()
SCHEMA = pa.schema(
    [
        *(("source_system", TEXT), ("cohort_kind", TEXT), ("cohort_code", TEXT)),
        *(("from_age_months", COUNT), ("age_months", COUNT), ("at_risk", NUMBER), ("closed", NUMBER)),
        *(("survival", NUMBER), ("variance", NUMBER), ("lower", NUMBER), ("upper", NUMBER)),
        *(("model_survival", NUMBER), ("reason", TEXT)),
    ]
)


def model(dbt: Any, session: Any) -> pa.Table:
    """One row per cohort and month of age; what the columns say stands in the YAML beside."""
    dbt.config(materialized="table", schema="intermediate")
    latest = dbt.ref("dim_parameter_monthly").order("month_end_date desc").limit(1)
    ((minimum_closures,),) = latest.project("lifetime_minimum_closures").fetchall()
    keys = "source_system, cohort_kind, cohort_code"
    relation = dbt.ref("cohort_exposure").project(f"{keys}, entry_age_months, exit_age_months, is_closed, members")
    curves = []
    for key, exposure in exposures(relation.order("all").fetchall()).items():
        curve = retention_curve(exposure, float(minimum_closures))
        cohort = dict(zip(keys.split(", "), key, strict=True))
        ages = [dict(zip(curve.AGES, values, strict=True)) for values in curve.rows()]
        curves += [{**cohort, "from_age_months": curve.from_age, **age, "reason": curve.reason} for age in ages]
    return pa.Table.from_pylist(curves, schema=SCHEMA)

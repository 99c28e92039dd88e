"""Kaplan-Meier curves of how long customers stay active and keep their balances."""

import pandas as pd

from lifetime.survival import kaplan_meier

COLUMNS = {
    "source_system": "str",
    "definition_code": "str",
    "group_type": "str",
    "group_code": "str",
    "months": "int64",
    "at_risk_count": "int64",
    "lost_count": "int64",
    "survival": "float64",
    "lower_bound": "float64",
    "upper_bound": "float64",
}


def model(dbt, session):  # noqa: ANN001, ANN201
    """One row per source, definition, group and age in months at which somebody was last watched."""
    dbt.config(schema="intermediate", materialized="table")
    rows = dbt.ref("churn_survival_input").df()
    rows = rows.sort_values(["source_system", "definition_code", "customer_key", "spell_number"], kind="stable")
    everybody = rows.assign(group_type="all", group_code="all")
    by_type = rows.assign(group_type="customer_type", group_code=rows["customer_type"])
    keys = ["source_system", "definition_code", "group_type", "group_code"]
    curves = []
    for key, group in pd.concat([everybody, by_type]).groupby(keys, sort=True):
        curve = kaplan_meier(group["duration_months"], group["is_lost"], entry=group["entry_months"])
        points = zip(curve.duration, curve.at_risk, curve.closed, curve.survival, curve.lower, curve.upper, strict=True)
        curves += [(*key, *point) for point in points]
    return pd.DataFrame(curves, columns=list(COLUMNS)).astype(COLUMNS)

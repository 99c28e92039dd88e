"""How well the early warning and the baseline told on the holdout who would close."""

import pandas as pd

from lifetime.classification import area_under_curve, brier_score, calibration_line, hanley_mcneil_error, lift

LIFT_SHARE = 0.1
COLUMNS = {
    "source_system": "str",
    "score_code": "str",
    "area_under_curve": "float64",
    "area_error": "float64",
    "lift": "float64",
    "brier_score": "float64",
    "calibration_intercept": "float64",
    "calibration_slope": "float64",
    "calibration_intercept_error": "float64",
    "calibration_slope_error": "float64",
}


def model(dbt, session):  # noqa: ANN001, ANN201
    """One row per source and score that was made for the holdout; NaN where a measure does not exist."""
    dbt.config(schema="intermediate", materialized="table")
    scores = dbt.ref("churn_score").df()
    holdout = scores[scores["fit_code"] == "holdout"].sort_values(["source_system", "customer_key"], kind="stable")
    measures = []
    for source, own in holdout.groupby("source_system", sort=True):
        outcome = own["is_closed_within_horizon"].to_numpy(dtype=bool)
        closed = int(outcome.sum())
        for code in ("model", "baseline"):
            probability = own[f"{code}_probability"].to_numpy(dtype=float)
            if pd.isna(probability).any():
                continue
            area = area_under_curve(probability, outcome)
            measures.append(
                (
                    source,
                    code,
                    area,
                    hanley_mcneil_error(area, closed, outcome.size - closed),
                    lift(probability, outcome, LIFT_SHARE),
                    brier_score(probability, outcome),
                    *calibration_line(probability, outcome),
                )
            )
    return pd.DataFrame(measures, columns=list(COLUMNS)).astype(COLUMNS)

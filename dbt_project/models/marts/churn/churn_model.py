"""Coefficients of the early warning: logistic regression, fitted before the holdout and on all that is known.

The landmarks of a fit lie one horizon apart, so that each closing is counted once; the outcome of each is known
before the month end at which the fit is used.
"""

import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression

from lifetime.classification import Design, landmarks

KEYS = ["source_system", "month_end_date", "customer_key"]
NOT_FEATURES = {
    *KEYS,
    *("customer_type", "contribution_class_code", "last_month_end_date", "horizon_months"),
    *("is_outcome_known", "is_closed_within_horizon"),
}
TERMS = ["feature_code", "mean_value", "scale_value", "coefficient"]
COLUMNS = dict.fromkeys(["feature_code", "source_system", "fit_code"], "str") | {
    **dict.fromkeys(TERMS[1:], "float64"),
    **dict.fromkeys(["scored_month_end_date", "training_from", "training_to"], "datetime64[us]"),
    **dict.fromkeys(["training_count", "training_closed_count"], "int64"),
    "is_fitted": "bool",
}
NO_FIT = [("intercept", 0.0, 1.0, float("nan"))]


def fitted_terms(values, outcome, features, penalty):  # noqa: ANN001, ANN201
    """Name, mean, scale and coefficient of each term, the intercept first."""
    design = Design.of(values, features)
    fitted = LogisticRegression(C=1.0 / penalty, tol=1e-8, max_iter=1000).fit(design.standardised, outcome)
    terms = zip(design.names, design.means, design.scales, fitted.coef_[0], strict=True)
    return [("intercept", 0.0, 1.0, float(fitted.intercept_[0])), *terms]


def model(dbt, session):  # noqa: ANN001, ANN201
    """One row per source, fit and term; with too few closings the intercept alone, and that empty."""
    dbt.config(schema="intermediate", materialized="table")
    rows = dbt.ref("churn_feature_monthly").df().sort_values(KEYS, kind="stable")
    parameters = dbt.ref("dim_parameter_monthly").df().sort_values("month_end_date").iloc[-1]
    features = [column for column in rows.columns if column not in NOT_FEATURES]
    fits = [pd.DataFrame(columns=list(COLUMNS)).astype(COLUMNS)]
    for source, own in rows.groupby("source_system", sort=True):
        horizon = int(own["horizon_months"].iloc[0])
        ends = np.sort(own["month_end_date"].unique())
        for fit, ahead in (("holdout", horizon), ("current", 0)):
            if len(ends) <= ahead:
                continue
            used = landmarks(ends, ahead + horizon, horizon)
            training = own[own["month_end_date"].isin(used)]
            outcome = (training["is_closed_within_horizon"] == True).to_numpy(dtype=bool)  # noqa: E712
            closed = int(outcome.sum())
            enough = closed >= float(parameters["churn_minimum_events"]) and closed < len(training)
            values = training[features].to_numpy(dtype=float)
            terms = fitted_terms(values, outcome, features, float(parameters["churn_penalty"])) if enough else NO_FIT
            fits.append(
                pd.DataFrame(terms, columns=TERMS).assign(
                    source_system=source,
                    fit_code=fit,
                    scored_month_end_date=ends[-1 - ahead],
                    training_from=used[0] if len(used) else pd.NaT,
                    training_to=used[-1] if len(used) else pd.NaT,
                    training_count=len(training),
                    training_closed_count=closed,
                    is_fitted=enough,
                )
            )
    return pd.concat(fits, ignore_index=True).astype(COLUMNS)

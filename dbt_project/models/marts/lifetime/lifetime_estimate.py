"""What customers are expected to bring from every fit date on; the arithmetic is that of lifetime.bank."""

from typing import Any

import numpy as np
import pandas as pd

from lifetime.bank import estimate_bank, usage_models
from lifetime.estimate import Horizon, Lesson
from lifetime.value import monthly_rate

ROWS = "lifetime_estimate_rows"
NUMBERS = (
    *("finite_amount", "perpetuity_amount", "undiscounted_amount", "last_month_amount", "alive_probability"),
    *("next_month_retention_rate", "expected_remaining_months", "discounted_remaining_months", "trend_factor"),
    *("value_lower_90_amount", "value_lower_50_amount", "value_upper_50_amount", "value_upper_90_amount"),
    *("outcome_expected_amount", "outcome_lower_90_amount", "outcome_lower_50_amount"),
    *("outcome_upper_50_amount", "outcome_upper_90_amount"),
)
COLUMNS = (
    "source_system varchar, fit_date date, customer_key bigint, product_key bigint, interval_basis varchar, "
    + ", ".join(f"{name} double" for name in NUMBERS)
    + ", year_amounts double[], year_survival_rates double[]"
)


def model(dbt: Any, session: Any) -> Any:
    """Estimates date by date: what an earlier one teaches, a later one uses."""
    dbt.config(materialized="table", schema="intermediate")
    dates = dbt.ref("lifetime_fit_date").order("source_system, fit_date").df()
    usage_fits = dbt.ref("lifetime_usage_fit")
    parameters = dbt.ref("dim_parameter_monthly").df().set_index("month_end_date")
    customers, parts = dbt.ref("lifetime_estimate_customer"), dbt.ref("lifetime_estimate_part")
    session.execute(f"create or replace temp table {ROWS} ({COLUMNS})")
    lessons: dict[int, Lesson] = {}
    for date in dates.itertuples():
        known = parameters.loc[date.fit_date]
        horizon = Horizon(
            int(known.lifetime_horizon_months),
            monthly_rate(float(known.lifetime_discount_rate)),
            float(known.lifetime_trend_months),
        )
        here = f"source_system = '{date.source_system}' and fit_date = date '{date.fit_date:%Y-%m-%d}'"
        fits = _columns(usage_fits.filter(here).order("customer_type"))
        bank = estimate_bank(
            _columns(customers.filter(here).order("customer_key")),
            _columns(parts.filter(here).order("customer_key, product_key")),
            usage_models(fits["customer_type"], fits["model_code"], fits),
            horizon,
            int(date.outcome_months),
            _latest_lesson(dates, date, lessons),
        )
        lessons[date.Index] = bank.lesson
        _write(session, date, bank.customers)
        if date.is_current:
            _write(session, date, bank.parts)
    return session.table(ROWS)


def _columns(relation: Any) -> dict[str, Any]:
    """Columns by name; NaN where a number is missing."""
    return {
        name: np.ma.filled(values, np.nan) if np.ma.isMaskedArray(values) and values.dtype.kind == "f" else values
        for name, values in relation.fetchnumpy().items()
    }


def _latest_lesson(dates: pd.DataFrame, date: Any, lessons: dict[int, Lesson]) -> Lesson:
    """Of the earlier fit dates whose outcome was complete by then, the latest one with the longest outcome."""
    past = dates[
        (dates.source_system == date.source_system)
        & (dates.fit_date < date.fit_date)
        & (dates.outcome_date <= date.fit_date)
    ]
    if past.empty:
        return Lesson()
    return lessons[past.sort_values(["outcome_months", "fit_date"]).index[-1]]


def _write(session: Any, date: Any, columns: dict[str, Any]) -> None:
    """Adds rows; a column of several figures per row becomes a list."""
    if not columns:
        return
    table = pd.DataFrame({name: list(values) if values.ndim == 2 else values for name, values in columns.items()})
    session.register("estimates", table.assign(source_system=date.source_system, fit_date=date.fit_date))
    session.execute(f"insert into {ROWS} by name select * from estimates")
    session.unregister("estimates")

"""The observed retention of the demo bank holds the true one, which follows from the simulator's laws."""

import json
from pathlib import Path

import duckdb
import numpy as np
from numpy.typing import NDArray

from simulator.laws import CUSTOMER_TYPES, Laws, closure_probabilities

FloatArray = NDArray[np.float64]
MEMBERS = """
    with
        first as (select min(month_start_date) as day from intermediate.fct_source_month),
        last as (select max(fit_date) as day from intermediate.lifetime_fit_date)
    select
        greatest(date_diff('month', onboarded_date, first.day) - 1, 0) as entry_age,
        date_diff('month', onboarded_date, last.day) as last_age
    from warehouse.dim_customer, first, last
    where is_current and customer_type = ? and onboarded_date <= last.day
"""


def true_survival(customer_type: str, laws: Laws, months: int) -> FloatArray:
    """P(open after 0 .. months at risk): the mean over a standard normal satisfaction, by Gauss-Hermite."""
    nodes, weights = np.polynomial.hermite_e.hermegauss(80)
    kinds = np.full(nodes.size, CUSTOMER_TYPES.index(customer_type))
    stays = 1 - closure_probabilities(laws, kinds, nodes)
    return np.array([weights @ stays**count for count in range(months + 1)]) / weights.sum()


def expected_curve(entry: FloatArray, last: FloatArray, survival: FloatArray, ages: FloatArray) -> FloatArray:
    """What the Kaplan-Meier curve estimates. Customers of before the first day are at risk from that day on, so
    that their months at risk are their age less that at entry: expected closings over expected members at risk."""
    steps = []
    for age in ages:
        there = (entry < age) & (age <= last)
        months = (age - entry[there]).astype(np.int64)
        steps.append(survival[months].sum() / survival[months - 1].sum())
    return np.cumprod(steps)


def test_observed_retention_holds_the_true_one(build: duckdb.DuckDBPyConnection, bank: Path) -> None:
    customer_type = "individual"
    laws = Laws(**json.loads((bank / "answer_key" / "parameters.json").read_text(encoding="utf-8"))["laws"])
    members = np.array(build.execute(MEMBERS, [customer_type]).fetchall(), dtype=float)
    rows = build.execute(
        """
        select age_months, survival_lower_bound, survival_upper_bound,
               sum(closed_count) over (order by age_months) as closed_so_far
        from marts.cohort_retention where cohort_kind = 'customer_type' and cohort_code = ? order by 1
        """,
        [customer_type],
    ).fetchall()
    ages, lower, upper, closed = np.array(rows, dtype=float).T
    curve = expected_curve(*members.T, true_survival(customer_type, laws, int(members[:, 1].max())), ages)
    # an interval from fewer closings is none; up to the first one it has no width at all
    known = (closed >= 3) & ~np.isnan(lower)
    assert known.sum() > 10
    inside = (lower <= curve) & (curve <= upper)
    assert inside[known].mean() >= 0.9

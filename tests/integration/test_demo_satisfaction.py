"""Satisfaction and complaints of the published demo bank against what the simulator knows of its customers."""

import json
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest
from scipy.stats import norm, spearmanr

Frame = pd.DataFrame


@pytest.fixture
def customers(build: duckdb.DuckDBPyConnection, bank: Path) -> Frame:
    """One row per customer: key, span on the books and latent satisfaction s."""
    truth = bank / "answer_key" / "latent.parquet"
    return build.execute(
        f"""
        select c.customer_key, c.onboarded_date, coalesce(c.closed_date, date '9999-12-31') as closed_date,
               t.satisfaction as s
        from warehouse.dim_customer as c
        inner join private.key_customer as k using (customer_key)
        inner join read_parquet('{truth}') as t using (customer_number)
        where c.is_current
        """
    ).df()


@pytest.fixture
def laws(bank: Path) -> dict[str, list[float]]:
    found: dict[str, list[float]] = json.loads((bank / "answer_key" / "parameters.json").read_text())["laws"]
    return found


def weighted(published: duckdb.DuckDBPyConnection, measure: str) -> list[tuple[object, ...]]:
    """Waves with the weighted interval of all customers."""
    rows = published.execute(
        "select wave_start_date, wave_end_date, weighted_lower_bound, weighted_upper_bound "
        "from marts.customer_satisfaction where group_type = 'all' and dimension_code = 'overall' "
        f"and measure_code = '{measure}' and response_count > 0 order by 1"
    ).fetchall()
    assert len(rows) >= 2
    return rows


def on_books(customers: Frame, start: object, end: object) -> np.ndarray:
    """Latent satisfaction of those who could be asked in a wave."""
    start, end = pd.Timestamp(str(start)), str(end)
    is_there = (customers.onboarded_date <= pd.Timestamp(end)) & (customers.closed_date.astype(str) > str(start.date()))
    found: np.ndarray = customers.s[is_there].to_numpy()
    return found


def test_weighted_satisfaction_of_every_wave_holds_what_the_ordered_probit_expects(
    published: duckdb.DuckDBPyConnection, customers: Frame, laws: dict[str, list[float]]
) -> None:
    # P(score >= 4) = P(s + noise > third of the four thresholds)
    for start, end, lower, upper in weighted(published, "csat"):
        s = on_books(customers, start, end)
        truth = norm.cdf((s - laws["csat_thresholds"][2]) / laws["csat_noise"]).mean()
        assert float(str(lower)) < truth < float(str(upper))


def test_weighted_net_promoter_score_holds_what_the_ordered_probit_expects(
    published: duckdb.DuckDBPyConnection, customers: Frame, laws: dict[str, list[float]]
) -> None:
    # promoters exceed the ninth of ten thresholds, detractors do not exceed the seventh
    waves = weighted(published, "nps")
    inside = 0
    for start, end, lower, upper in waves:
        s = on_books(customers, start, end)
        promoters = norm.cdf((s - laws["nps_thresholds"][8]) / laws["nps_noise"])
        detractors = norm.cdf((laws["nps_thresholds"][6] - s) / laws["nps_noise"])
        inside += float(str(lower)) < 100 * (promoters - detractors).mean() < float(str(upper))
    assert inside >= len(waves) - 1  # one of twenty intervals may miss


def test_latent_satisfaction_moves_answers_gaps_and_complaints_the_right_way(
    build: duckdb.DuckDBPyConnection, customers: Frame
) -> None:
    said = build.execute(
        """
        select r.customer_key, m.measure_code, avg(m.measured_value) as said
        from intermediate.survey_measurement as m
        inner join intermediate.survey_respondent as r using (source_system, wave_number, respondent_key, product_key)
        where m.measurement_state = 'counted' and m.dimension_code = 'overall' group by all
        """
    ).df()
    merged = said.merge(customers, on="customer_key")
    assert len(merged) > 100
    for measure, rows in merged.groupby("measure_code"):
        assert spearmanr(rows.s, rows.said).statistic > 0.5, measure
    complaints = build.execute(
        "select customer_key, count(*) as complaints from intermediate.complaint_case group by 1"
    ).df()
    joined = customers.merge(complaints, on="customer_key", how="left").fillna({"complaints": 0})
    assert spearmanr(joined.s, joined.complaints).statistic < -0.1


def test_complaint_rates_hold_the_rate_of_the_law(
    published: duckdb.DuckDBPyConnection, customers: Frame, laws: dict[str, float]
) -> None:
    rows = published.execute(
        "select period_start_date, period_end_date, complaints_per_thousand_lower_bound, "
        "complaints_per_thousand_upper_bound from marts.complaint_summary "
        "where group_type = 'all' and period_type = 'quarter' and not is_period_running order by 1"
    ).fetchall()
    inside = 0
    for start, end, lower, upper in rows:
        s = on_books(customers, start, end)
        rate = 3000 * laws["complaint_rate"] * np.exp(-laws["complaint_satisfaction_effect"] * s).mean()
        inside += float(lower) < rate < float(upper)
    assert len(rows) >= 4
    assert inside >= len(rows) - 1  # one of twenty intervals may miss

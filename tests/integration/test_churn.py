"""The planted laws of leaving, found again in what the warehouse says of the demo bank."""

from pathlib import Path

import duckdb
import numpy as np
import pytest
from scipy.optimize import minimize

from simulator.laws import Laws

LAWS = Laws()
Z = 1.95996398

MONTHS_AT_RISK = """
select
    latent.satisfaction,
    (exposures.customer_type = 'corporate')::integer as is_corporate,
    (exposures.customer_type in ('public_body', 'financial_institution'))::integer as is_institution,
    coalesce(exposures.next_event_date <= last_day(exposures.month_end_date + interval 1 day), false) as is_closed
from intermediate.churn_exposure_monthly as exposures
inner join private.key_customer as keys using (customer_key)
inner join read_parquet(?) as latent using (customer_number)
where
    exposures.definition_code = 'relationship_closure'
    and exposures.month_end_date < (select max(month_end_date) from intermediate.fct_source_month)
"""


def proportional_hazard(x: np.ndarray, closed: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Coefficients and errors of ln(-ln(1 - P)) = x b: proportional hazards in months (Prentice & Gloeckler 1978)."""

    def minus_log_likelihood(beta: np.ndarray) -> float:
        hazard = np.exp(x @ beta)
        return float(hazard[~closed].sum() - np.log(-np.expm1(-hazard[closed])).sum())

    fit = minimize(minus_log_likelihood, np.array([-5.0, *np.zeros(x.shape[1] - 1)]), method="BFGS")
    hazard = np.exp(x @ fit.x)
    probability = -np.expm1(-hazard)
    weight = hazard**2 * (1 - probability) / probability  # expected information of the complementary log-log link
    return fit.x, np.sqrt(np.diag(np.linalg.inv(x.T @ (x * weight[:, None]))))


def test_closing_falls_with_latent_satisfaction_by_the_planted_effect(
    build: duckdb.DuckDBPyConnection, bank: Path
) -> None:
    rows = build.execute(MONTHS_AT_RISK, [str(bank / "answer_key" / "latent.parquet")]).fetchnumpy()
    x = np.column_stack([np.ones(len(rows["satisfaction"])), rows["satisfaction"], rows["is_corporate"]])
    kept = rows["is_institution"] == 0  # eight customers that hardly ever close
    beta, error = proportional_hazard(x[kept], rows["is_closed"][kept].astype(bool))
    assert beta[1] + Z * error[1] < 0
    assert abs(beta[1] + LAWS.closure_satisfaction_effect) < Z * error[1]


def test_reasons_of_closing_follow_the_rule_of_thumb(published: duckdb.DuckDBPyConnection) -> None:
    rows = published.execute(
        """
        select reason_code, claimed_share, is_claim_within_interval, reason_count, event_count
        from marts.churn_reason_share
        where definition_code = 'relationship_closure' and period_code = 'all'
        """
    ).fetchall()
    assert {code: float(claim) for code, claim, *_ in rows} == dict(
        zip(("complaint", "competition", "other", "none_given"), LAWS.closed_reason_share, strict=True)
    )
    assert all(is_within for _, _, is_within, *_ in rows)
    assert sum(count for *_, count, _ in rows) == rows[0][4]


def test_events_are_the_closings_of_the_answer_key(build: duckdb.DuckDBPyConnection, bank: Path) -> None:
    truth = build.execute(
        "select customer_number, closed_date::date from read_parquet(?) where closed_date is not null",
        [str(bank / "answer_key" / "latent.parquet")],
    ).fetchall()
    events = build.execute(
        """
        select customer_number, event_date
        from marts.churn_events
        inner join private.key_customer using (customer_key)
        where definition_code = 'relationship_closure'
        """
    ).fetchall()
    assert sorted(events) == sorted(truth)


def test_no_event_and_no_return_lies_after_the_as_of_date(published: duckdb.DuckDBPyConnection) -> None:
    late = published.execute(
        "select * from marts.churn_events where greatest(event_date, known_date, reactivated_date) > as_of_date"
    ).fetchall()
    assert late == []


@pytest.mark.parametrize("score", ["model", "baseline"])
def test_both_scores_are_published_whichever_wins(published: duckdb.DuckDBPyConnection, score: str) -> None:
    ((recommended, reason),) = published.execute(
        "select recommended_score, recommendation_reason from marts.churn_risk_evaluation where score_code = ?",
        [score],
    ).fetchall()
    assert recommended in ("model", "baseline")
    assert reason

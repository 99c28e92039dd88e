"""Measures of a score against scikit-learn, against sums done by hand, and where they do not exist."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import brier_score_loss, roc_auc_score

from lifetime.classification import (
    Design,
    area_under_curve,
    brier_score,
    calibration_line,
    hanley_mcneil_error,
    landmarks,
    lift,
)

ROWS = st.lists(st.tuples(st.integers(0, 20), st.booleans()), min_size=2, max_size=60)


@given(ROWS.filter(lambda rows: len({outcome for _, outcome in rows}) == 2))
@settings(max_examples=200, deadline=None)
def test_area_and_brier_score_are_those_of_scikit_learn(rows: list[tuple[int, bool]]) -> None:
    probability = np.array([score / 20 for score, _ in rows])
    outcome = np.array([closed for _, closed in rows])
    assert area_under_curve(probability, outcome) == pytest.approx(roc_auc_score(outcome, probability), abs=1e-12)
    assert brier_score(probability, outcome) == pytest.approx(brier_score_loss(outcome, probability), abs=1e-12)


def test_area_by_hand() -> None:
    # pairs (0.8, 0.3) and (0.8, 0.5) are won, (0.5, 0.3) is won, (0.5, 0.5) is a tie: 3.5 of 4
    assert area_under_curve(np.array([0.8, 0.5, 0.3, 0.5]), np.array([True, True, False, False])) == 0.875


def test_hanley_mcneil_by_hand() -> None:
    # A = 0.75: Q1 = 0.75 / 1.25 = 0.6, Q2 = 1.125 / 1.75 = 0.642857; 10 positives, 20 negatives:
    # 0.1875 + 9 x 0.0375 + 19 x 0.080357 = 2.051786; / 200 = 0.010259; root 0.101286
    assert hanley_mcneil_error(0.75, 10, 20) == pytest.approx(0.101286, abs=5e-7)
    assert hanley_mcneil_error(1.0, 10, 20) == 0


def test_lift_shares_a_tie_at_the_boundary() -> None:
    outcome = np.array([True] + [False] * 19)
    best_first = np.linspace(1, 0, 20)
    assert lift(best_first, outcome, 0.1) == pytest.approx(0.5 / 0.05)
    # all equal: whoever is taken, 10 % of the rows hold 10 % of the closings
    assert lift(np.full(20, 0.3), outcome, 0.1) == pytest.approx(1.0)
    assert lift(np.full(20, 0.3), outcome[::-1], 0.1) == pytest.approx(1.0)


def test_a_true_probability_is_calibrated_and_a_doubled_logit_has_half_the_slope() -> None:
    random = np.random.default_rng(5)
    logit = random.normal(-2, 1, 40_000)
    outcome = random.random(logit.size) < 1 / (1 + np.exp(-logit))
    intercept, slope, intercept_error, slope_error = calibration_line(1 / (1 + np.exp(-logit)), outcome)
    assert abs(intercept) < 4 * intercept_error
    assert abs(slope - 1) < 4 * slope_error
    _, half, _, half_error = calibration_line(1 / (1 + np.exp(-2 * logit)), outcome)
    assert (half, half_error) == pytest.approx((slope / 2, slope_error / 2), rel=1e-6)


def test_calibration_is_the_unpenalised_regression_of_scikit_learn() -> None:
    random = np.random.default_rng(6)
    probability = random.uniform(0.05, 0.6, 500)
    outcome = random.random(500) < probability
    logit = np.log(probability / (1 - probability))[:, None]
    reference = LogisticRegression(C=1e12, tol=1e-10, max_iter=10_000).fit(logit, outcome)
    intercept, slope, *_ = calibration_line(probability, outcome)
    assert (intercept, slope) == pytest.approx((reference.intercept_[0], reference.coef_[0, 0]), abs=1e-4)


@pytest.mark.parametrize(
    ("probability", "outcome"),
    [
        ([0.1, 0.2, 0.3], [False, False, False]),
        ([0.2, 0.2, 0.2], [True, False, False]),
        ([0.1, 0.2, 0.3], [False, False, True]),
        ([0.1, 0.3, 0.3], [False, False, True]),
    ],
)
def test_no_line_where_none_exists(probability: list[float], outcome: list[bool]) -> None:
    assert np.isnan(calibration_line(np.array(probability), np.array(outcome))).all()


def test_measures_that_need_both_outcomes_are_empty_without() -> None:
    nobody = np.zeros(3, dtype=bool)
    assert np.isnan(area_under_curve(np.array([0.1, 0.2, 0.3]), nobody))
    assert np.isnan(hanley_mcneil_error(0.5, 0, 3))
    assert np.isnan(lift(np.array([0.1, 0.2, 0.3]), nobody, 0.1))


def test_landmarks_lie_a_step_apart() -> None:
    ends = np.arange(10)
    assert landmarks(ends, 6, 3).tolist() == [0, 3]
    assert landmarks(ends, 3, 3).tolist() == [0, 3, 6]
    assert landmarks(ends, 10, 3).tolist() == []
    assert landmarks(ends, 11, 3).tolist() == []


def test_a_missing_value_is_the_mean_and_a_term_of_its_own() -> None:
    design = Design.of(np.array([[1.0, 5.0], [np.nan, 5.0], [3.0, 5.0]]), ["a", "b"])
    assert design.names == ["a", "a_missing"]  # b does not vary
    assert design.means.tolist() == pytest.approx([2.0, 1 / 3])
    assert design.standardised[1, 0] == 0
    assert design.standardised.std(axis=0) == pytest.approx([1.0, 1.0])

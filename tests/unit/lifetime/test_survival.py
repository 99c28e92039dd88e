"""How long customers stay: published fits, an independent library, and what a simulation put in."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lifelines import KaplanMeierFitter
from lifelines.exceptions import StatError
from scipy.optimize import approx_fprime
from scipy.special import betaln

from lifetime.estimation import FloatArray
from lifetime.survival import SurvivalFit, fit_sbg, kaplan_meier, risk_table

# Fader & Hardie (2007), table 1: survivors of 1,000 at the end of years 0 to 7
REGULAR = (1000, 631, 468, 382, 326, 289, 262, 241)
HIGH_END = (1000, 869, 743, 653, 593, 551, 517, 491)


def fit_survivors(survivors: tuple[int, ...], years: int = 7) -> SurvivalFit:
    closings = -np.diff(survivors[: years + 1])
    durations, closed = [*range(1, years + 1), years], [1] * years + [0]
    return fit_sbg(durations, closed, weights=[*closings, survivors[years]])


def simulated(alpha: float, beta: float, rows: int, seed: int) -> FloatArray:
    random = np.random.default_rng(seed)
    return random.geometric(random.beta(alpha, beta, rows)).astype(float)


@pytest.mark.parametrize(
    ("survivors", "alpha", "beta", "log_likelihood"),
    [(REGULAR, 0.7041, 1.1820, -1680.27), (HIGH_END, 0.6681, 3.8061, -1611.16)],
)
def test_parameters_are_the_published_ones(survivors, alpha, beta, log_likelihood):
    fit = fit_survivors(survivors)
    assert fit.converged, fit.reason
    assert fit.params["alpha"] == pytest.approx(alpha, abs=1e-4)
    assert fit.params["beta"] == pytest.approx(beta, abs=1e-4)
    assert fit.log_likelihood == pytest.approx(log_likelihood, abs=0.005)
    assert fit.observations == 1000


def test_hazard_and_survival_follow_the_definition():
    """alpha = 1, beta = 1: S(t) = 1 / (1 + t), h(t) = 1 / (1 + t), and S(6) / S(2) = 3 / 7."""
    fit = SurvivalFit("sbg", {"alpha": 1.0, "beta": 1.0}, 0.0, np.eye(2), True, None, 1.0)
    assert fit.survival([0, 1, 2, 9]) == pytest.approx([1, 1 / 2, 1 / 3, 1 / 10])
    assert fit.hazard([1, 2, 9]) == pytest.approx([1 / 2, 1 / 3, 1 / 10])
    assert fit.conditional_survival([2.0], [4]) == pytest.approx([3 / 7])


@given(
    st.lists(
        st.tuples(st.integers(0, 30), st.integers(1, 30), st.booleans(), st.integers(1, 5)), min_size=1, max_size=40
    ),
    st.floats(0.05, 20),
    st.floats(0.05, 200),
)
@settings(max_examples=60, deadline=None)
def test_likelihood_by_periods_is_that_of_the_paper(rows, alpha, beta):
    """With P(T = t) = B(alpha + 1, beta + t - 1) / B and S(t) = B(alpha, beta + t) / B, entries divided out."""
    entry, more, closed, weight = (np.array(column, dtype=float) for column in zip(*rows, strict=True))
    end = entry + more
    died = betaln(alpha + 1, beta + end - 1) - betaln(alpha, beta + entry)
    stayed = betaln(alpha, beta + end) - betaln(alpha, beta + entry)
    table = risk_table(end, closed, entry, weight)
    before = table.age - 1
    by_periods = (
        table.closed.sum() * np.log(alpha)
        + (table.at_risk - table.closed) @ np.log(beta + before)
        - table.at_risk @ np.log(alpha + beta + before)
    )
    assert by_periods == pytest.approx(float(weight @ np.where(closed == 1, died, stayed)), rel=1e-8, abs=1e-8)


def test_the_fit_is_a_maximum_of_the_likelihood_of_the_paper():
    ends = simulated(0.8, 20.0, 3000, 3)
    closed, ends = ends <= 24, np.minimum(ends, 24)
    fit = fit_sbg(ends, closed)

    def log_likelihood(theta: FloatArray) -> float:
        alpha, beta = np.exp(theta)
        died = betaln(alpha + 1, beta + ends - 1) - betaln(alpha, beta)
        return float(np.where(closed, died, betaln(alpha, beta + ends) - betaln(alpha, beta)).sum())

    at_fit = np.log(list(fit.params.values()))
    assert fit.log_likelihood == pytest.approx(log_likelihood(at_fit), rel=1e-10)
    assert approx_fprime(at_fit, log_likelihood, 1e-6) == pytest.approx([0, 0], abs=0.01)


def test_simulated_parameters_are_recovered():
    ends = simulated(1.5, 30.0, 40_000, 11)
    fit = fit_sbg(np.minimum(ends, 48), ends <= 48)
    assert fit.converged
    for name, truth in (("alpha", 1.5), ("beta", 30.0)):
        low, high = fit.interval(0.99)[name]
        assert low < truth < high


def test_customers_who_came_before_the_books_begin_do_not_bias_the_fit():
    """Those who closed before they could be watched are cut off. Without entry ages survival comes out too high.

    The truth is S(24) = B(1.5, 39) / B(1.5, 15).
    """
    random = np.random.default_rng(5)
    ends = simulated(1.5, 15.0, 60_000, 6)
    entry = random.integers(0, 40, ends.size).astype(float)
    seen = ends > entry
    ends, entry = ends[seen], entry[seen]
    closed, ends = ends <= entry + 24, np.minimum(ends, entry + 24)
    fit, naive = fit_sbg(ends, closed, entry), fit_sbg(ends, closed)
    for name, put_in in (("alpha", 1.5), ("beta", 15.0)):
        low, high = fit.interval(0.99)[name]
        assert low < put_in < high
    truth = float(np.exp(betaln(1.5, 39) - betaln(1.5, 15)))
    assert fit.survival([24])[0] == pytest.approx(truth, abs=0.02)
    assert naive.survival([24])[0] > truth + 0.2


def test_a_weight_is_so_many_equal_rows():
    ends, closed, entry = np.array([3.0, 4, 9, 9, 2]), np.array([1, 1, 0, 1, 1]), np.array([0.0, 1, 2, 0, 0])
    weights = np.array([40, 20, 70, 5, 60])
    repeated = [np.repeat(column, weights) for column in (ends, closed, entry)]
    grouped, single = fit_sbg(ends, closed, entry, weights), fit_sbg(*repeated)
    assert grouped.params == pytest.approx(single.params)
    assert grouped.covariance == pytest.approx(single.covariance)
    assert grouped.observations == single.observations == weights.sum()
    curve, one_by_one = kaplan_meier(ends, closed, entry, weights), kaplan_meier(*repeated)
    assert curve.variance == pytest.approx(one_by_one.variance)
    assert curve.at_risk.tolist() == one_by_one.at_risk.tolist()


def test_kaplan_meier_and_greenwood_by_hand():
    """Five subjects, closings at 2 (of 5) and 4 (of 3), one censored at 3 and one at 5, one closing at 6 (of 1).

    S = 0.8, then 0.8 x 2/3; variance 0.8^2 / (5 x 4) = 0.032, then (8/15)^2 x (1/20 + 1/6).
    """
    curve = kaplan_meier([2, 3, 4, 5, 6], [1, 0, 1, 0, 1])
    assert curve.at_risk.tolist() == [5, 4, 3, 2, 1]
    assert curve.survival == pytest.approx([0.8, 0.8, 8 / 15, 8 / 15, 0])
    assert curve.variance[:4] == pytest.approx([0.032, 0.032, *[(8 / 15) ** 2 * (1 / 20 + 1 / 6)] * 2])
    assert np.isnan(curve.variance[4])
    assert np.isnan(curve.lower[4])
    low, high = curve.plain_interval()
    assert low[0] == pytest.approx(0.8 - 1.959964 * 0.032**0.5)
    assert high[0] == 1.0


@given(
    st.lists(
        st.tuples(st.integers(0, 15), st.integers(1, 20), st.booleans(), st.integers(1, 4)), min_size=2, max_size=40
    ),
    st.sampled_from([0.5, 0.9, 0.95]),
)
@settings(max_examples=80, deadline=None)
def test_curve_is_that_of_lifelines(rows, level):
    entry, more, closed, weight = (np.array(column, dtype=float) for column in zip(*rows, strict=True))
    end = entry + more
    curve = kaplan_meier(end, closed, entry, weight, level)
    try:
        theirs = KaplanMeierFitter(alpha=1 - level).fit(end, closed, entry=entry, weights=weight)
    except StatError:  # lifelines gives no curve where nobody is at risk between the first ages
        return
    known = (curve.survival > 0) & (curve.survival < 1)
    at = curve.duration[known]
    assert theirs.survival_function_at_times(at).to_numpy() == pytest.approx(curve.survival[known])
    bounds = theirs.confidence_interval_.loc[at].to_numpy()
    assert bounds[:, 0] == pytest.approx(curve.lower[known])
    assert bounds[:, 1] == pytest.approx(curve.upper[known])


def test_nobody_closed_and_everybody_closed_are_not_fits():
    for closed in ([0, 0, 0], [1, 1, 1]):
        fit = fit_sbg([1, 1, 1], closed)
        assert not fit.converged
        assert "do not determine" in str(fit.reason)
        with pytest.raises(ValueError, match="no parameters"):
            fit.survival([1])


def test_one_subject_and_a_rising_hazard_do_not_converge():
    for durations in ([5], [5, 5, 5], [1, 5, 5, 5, 5, 6, 6, 6, 6]):
        fit = fit_sbg(durations, [1] * len(durations))
        assert not fit.converged
        assert fit.reason == "the hazard does not fall with age: a constant hazard fits as well"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (([], []), "duration is empty"),
        (([1, float("nan")], [1, 0]), r"duration: row 1 \(nan\) is not a finite number"),
        (([1, -2], [1, 0]), r"duration: row 1 \(-2\) is below 0"),
        (([1, 2], [1, 2]), r"closed: row 1 \(2\) is neither 0"),
        (([1, 2], [1]), "closed has 1 rows"),
        (([3, 2], [1, 0], [1, 2]), r"duration: row 1 \(2\) is not above the age at entry"),
        (([0, 2], [1, 0]), r"duration: row 0 \(0\) is not above the age at entry"),
        (([1, 2], [1, 0], None, [0, 0]), "weights sum to 0"),
        (([1, 2], [1, 0], None, [-1, 2]), "weights: row 0"),
    ],
)
def test_what_cannot_be_a_duration_is_refused(arguments, message):
    with pytest.raises(ValueError, match=message):
        fit_sbg(*arguments)
    with pytest.raises(ValueError, match=message):
        kaplan_meier(*arguments)


def test_periods_are_whole_and_levels_are_shares():
    with pytest.raises(ValueError, match=r"duration: row 1 \(2.5\) is not a whole number"):
        fit_sbg([1, 2.5], [1, 0])
    with pytest.raises(ValueError, match="level is 95"):
        kaplan_meier([1, 2.5], [1, 0], level=95)
    fit = fit_survivors(REGULAR)
    with pytest.raises(ValueError, match="age: row 0"):
        fit.hazard([0])

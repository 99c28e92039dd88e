"""Value per transaction: the published fit on CDNOW, an independent library, and what a simulation put in."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lifetimes import GammaGammaFitter
from lifetimes.datasets import load_cdnow_summary_data_with_monetary_value
from lifetimes.utils import ConvergenceError
from scipy.optimize import approx_fprime, minimize

from lifetime.estimation import FloatArray
from lifetime.spend import SpendFit, fit_gamma_gamma


def simulated(p: float, q: float, gamma: float, rows: int, seed: int) -> tuple[FloatArray, FloatArray]:
    random = np.random.default_rng(seed)
    count = 1.0 + random.poisson(random.gamma(1.0, 3.0, rows))
    rate = random.gamma(q, 1 / gamma, rows)
    return count, random.gamma(p * count) / rate / count


def where(p: float, q: float, gamma: float) -> SpendFit:
    return SpendFit("gamma_gamma", {"p": p, "q": q, "gamma": gamma}, 0.0, np.eye(3), True, None, 1.0)


def average_loss(fit: SpendFit, count: FloatArray, mean: FloatArray) -> float:
    parameters = np.log([fit.params[name] for name in ("p", "q", "gamma")])
    return float(GammaGammaFitter._negative_log_likelihood(parameters, count, mean, np.ones(len(count)), 0.0))


def test_fit_of_cdnow_is_the_published_one():
    """Fader & Hardie (2013): 946 customers with a repeat purchase; p = 6.25, q = 3.74, gamma = 15.44."""
    customers = load_cdnow_summary_data_with_monetary_value()
    customers = customers[customers["frequency"] > 0]
    assert len(customers) == 946
    fit = fit_gamma_gamma(customers["frequency"], customers["monetary_value"])
    assert fit.converged, fit.reason
    assert fit.params["p"] == pytest.approx(6.25, abs=0.005)
    assert fit.params["q"] == pytest.approx(3.74, abs=0.005)
    assert fit.params["gamma"] == pytest.approx(15.44, abs=0.01)
    # the mean spend of a customer: 6.25 x 15.44 / 2.74
    assert fit.expected_spend() == pytest.approx(35.2, abs=0.1)


@given(st.integers(0, 10_000), st.floats(2.0, 10.0), st.floats(2.0, 6.0), st.floats(1.0, 1e4), st.integers(300, 1500))
@settings(max_examples=12, deadline=None)
def test_likelihood_is_that_of_lifetimes_and_no_lower_than_its_fit(seed, p, q, gamma, rows):
    count, mean = simulated(p, q, gamma, rows, seed)
    fit = fit_gamma_gamma(count, mean)
    assert -fit.log_likelihood / rows == pytest.approx(average_loss(fit, count, mean), rel=1e-8)
    assert fit.log_likelihood >= -rows * average_loss(where(p, q, gamma), count, mean)
    if not fit.converged:  # only where the likelihood does not fall on the ridge p -> infinity, p gamma constant
        assert "determine" in str(fit.reason)
        on_ridge = where(1000 * fit.params["p"], fit.params["q"], fit.params["gamma"] / 1000)
        assert fit.log_likelihood == pytest.approx(-rows * average_loss(on_ridge, count, mean), abs=0.1)
        return
    try:
        theirs = GammaGammaFitter().fit(count, mean / mean.mean())
    except ConvergenceError:  # where their search gives up there is nothing to compare
        return
    at_theirs = where(theirs.params_["p"], theirs.params_["q"], theirs.params_["v"] * mean.mean())
    assert fit.log_likelihood >= -rows * average_loss(at_theirs, count, mean) - 0.01


@given(st.lists(st.tuples(st.integers(0, 40), st.floats(0.01, 1e6)), min_size=1, max_size=20))
@settings(max_examples=60, deadline=None)
def test_conditional_spend_is_that_of_lifetimes(rows):
    fit = SpendFit("gamma_gamma", {"p": 6.25, "q": 3.74, "gamma": 15.44}, 0.0, np.eye(3), True, None, 1.0)
    theirs = GammaGammaFitter()
    theirs.params_ = {"p": 6.25, "q": 3.74, "v": 15.44}
    count, mean = (np.array(column, dtype=float) for column in zip(*rows, strict=True))
    expected = theirs.conditional_expected_average_profit(count, mean)
    assert fit.conditional_expected_spend(count, mean) == pytest.approx(np.asarray(expected))


def test_the_fit_is_a_maximum_of_the_likelihood_of_lifetimes():
    count, mean = simulated(4.0, 3.0, 200.0, 2000, 8)
    fit = fit_gamma_gamma(count, mean)
    at_fit = np.log(list(fit.params.values()))

    def loss(theta: FloatArray) -> float:
        return 2000 * float(GammaGammaFitter._negative_log_likelihood(theta, count, mean, np.ones(2000), 0.0))

    assert approx_fprime(at_fit, loss, 1e-6) == pytest.approx([0, 0, 0], abs=0.02)


def test_simulated_parameters_are_recovered():
    fit = fit_gamma_gamma(*simulated(5.0, 3.0, 80.0, 20_000, 2))
    for name, truth in (("p", 5.0), ("q", 3.0), ("gamma", 80.0)):
        low, high = fit.interval(0.99)[name]
        assert low < truth < high


def test_the_unit_of_money_changes_gamma_alone():
    """Amounts 100 times as large: gamma too, and the log-likelihood falls by n ln 100."""
    count, mean = simulated(5.0, 3.0, 80.0, 1000, 4)
    fit, in_cents = fit_gamma_gamma(count, mean), fit_gamma_gamma(count, 100 * mean)
    assert in_cents.params["p"] == pytest.approx(fit.params["p"])
    assert in_cents.params["gamma"] == pytest.approx(100 * fit.params["gamma"])
    assert in_cents.standard_errors["gamma"] == pytest.approx(100 * fit.standard_errors["gamma"])
    assert in_cents.log_likelihood == pytest.approx(fit.log_likelihood - 1000 * np.log(100))


def test_a_weight_is_so_many_equal_rows():
    count, mean = simulated(5.0, 3.0, 80.0, 200, 9)
    weights = np.random.default_rng(1).integers(1, 6, 200)
    grouped = fit_gamma_gamma(count, mean, weights)
    single = fit_gamma_gamma(np.repeat(count, weights), np.repeat(mean, weights))
    assert grouped.params == pytest.approx(single.params)
    assert grouped.log_likelihood == pytest.approx(single.log_likelihood)
    assert grouped.observations == weights.sum()


@pytest.mark.parametrize(
    ("count", "mean"), [([3], [10.0]), ([3, 2, 5], [10.0, 10.0, 10.0]), ([1, 1, 1], [5.0, 5.0, 5.0])]
)
def test_values_that_do_not_differ_are_not_a_fit(count, mean):
    fit = fit_gamma_gamma(count, mean)
    assert not fit.converged
    assert "do not determine" in str(fit.reason)


def test_a_likelihood_that_rises_without_end_is_not_a_fit():
    """334 customers of p = 9 whose means by chance spread no more where they rest on few transactions.

    The profile over p by the likelihood of lifetimes, whose own search gives up, rises as far as its digits reach.
    """
    count, mean = simulated(9.0, 3.375, 1.0, 334, 366)
    fit = fit_gamma_gamma(count, mean)
    assert not fit.converged
    assert "do not determine" in str(fit.reason)
    with pytest.raises(ConvergenceError):
        GammaGammaFitter().fit(count, mean / mean.mean())

    def best_loss(p: float) -> float:
        def loss(theta: FloatArray) -> float:
            return 334 * average_loss(where(p, *np.exp(theta)), count, mean)

        return float(minimize(loss, np.log([3.4, 8.5 / p]), method="Nelder-Mead", options={"xatol": 1e-6}).fun)

    losses = [best_loss(p) for p in (3.0, 9.0, 30.0, 100.0, 1000.0, 10_000.0)]
    assert losses == sorted(losses, reverse=True)
    assert -fit.log_likelihood == pytest.approx(losses[-1], abs=0.05)


def test_customers_that_each_pay_one_price_are_not_a_fit():
    """Nothing varies within a customer, p has no end: from one start a search stops near 1e7 and calls it a fit."""
    random = np.random.default_rng(3)
    fit = fit_gamma_gamma(random.integers(1, 40, 500), 50 / random.gamma(3.0, 1.0, 500))
    assert fit.params["p"] <= 1e4
    assert not fit.converged


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (([], []), "frequency is empty"),
        (([1, 0], [5, 5]), r"frequency: row 1 \(0\) is below 1"),
        (([1, 2], [5, 0]), r"mean_spend: row 1 \(0\) is not above 0"),
        (([1, 2], [5, -1]), r"mean_spend: row 1 \(-1\) is below 0"),
        (([1, 2], [5, float("nan")]), r"mean_spend: row 1 \(nan\) is not a finite number"),
        (([1, 2], [5]), "mean_spend has 1 rows"),
        (([1, 2], [5, 6], [0, 0]), "weights sum to 0"),
    ],
)
def test_what_cannot_be_spend_is_refused(arguments, message):
    with pytest.raises(ValueError, match=message):
        fit_gamma_gamma(*arguments)


def test_an_infinite_mean_is_refused():
    fit = SpendFit("gamma_gamma", {"p": 2.0, "q": 0.8, "gamma": 10.0}, 0.0, np.eye(3), True, None, 1.0)
    with pytest.raises(ValueError, match="no finite expected spend"):
        fit.expected_spend()
    assert fit.conditional_expected_spend([1], [20.0]) == pytest.approx([2 * (10 + 20) / (2 + 0.8 - 1)])

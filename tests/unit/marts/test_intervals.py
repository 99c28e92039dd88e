"""Satisfaction figures against reference values of the literature."""

import math

import pytest
from scipy import stats

from tests.unit.marts.sql_macros import macro, number, value

Z = 1.95996398
wilson_bound = macro("wilson_bound")
student_quantile = macro("student_quantile")
poisson_bound = macro("poisson_bound")
nps_points = macro("nps_points")
nps_standard_error_points = macro("nps_standard_error_points")


@pytest.mark.parametrize(
    ("successes", "trials", "lower", "upper", "places"),
    [
        (80, 100, 0.7112, 0.8666, 4),
        (8, 10, 0.4902, 0.9433, 4),
        (0, 20, 0.0, 0.1611, 4),
        (20, 20, 0.8389, 1.0, 4),
    ],
)
def test_wilson_interval(successes: int, trials: int, lower: float, upper: float, places: int) -> None:
    assert round(number(wilson_bound(successes, trials, 1.95996398, "lower")), places) == lower
    assert round(number(wilson_bound(successes, trials, 1.95996398, "upper")), places) == upper


@pytest.mark.parametrize(("successes", "trials"), [("0", "0"), ("null", "20"), ("3", "null")])
@pytest.mark.parametrize("side", ["lower", "upper"])
def test_there_is_no_wilson_interval_of_nothing(successes: str, trials: str, side: str) -> None:
    assert value(wilson_bound(successes, trials, 1.95996398, side)) is None


def test_no_trials_no_interval() -> None:
    assert value(wilson_bound(0, 0, 1.96, "lower")) is None
    assert value(nps_points(0, 0, 0)) is None
    assert value(nps_standard_error_points(0, 0, 0)) is None


def test_net_promoter_score() -> None:
    assert value(nps_points(60, 25, 100)) == 35
    assert value(nps_points(60, 15, 100)) == 45
    error = number(nps_standard_error_points(60, 15, 100))
    assert round(error, 3) == 7.399
    assert round(45 - 1.96 * error, 1) == 30.5
    assert round(45 + 1.96 * error, 1) == 59.5


def test_a_score_without_spread_has_no_error() -> None:
    assert value(nps_standard_error_points(10, 0, 10)) == 0


@pytest.mark.parametrize("trials", [1, 7, 30, 400])
def test_wilson_interval_is_that_of_scipy(trials: int) -> None:
    for successes in {0, 1, trials // 3, trials - 1, trials}:
        expected = stats.binomtest(successes, trials).proportion_ci(0.95, method="wilson")
        for side, bound in (("lower", expected.low), ("upper", expected.high)):
            assert math.isclose(number(wilson_bound(successes, trials, Z, side)), bound, abs_tol=1e-7)


@pytest.mark.parametrize(("degrees", "tolerance"), [(1, 0.111), (2, 0.0075), (3, 0.0013), (5, 2e-4), (29, 1e-6)])
def test_student_quantile_is_close_to_the_exact_one(degrees: int, tolerance: float) -> None:
    exact = float(stats.t.ppf(stats.norm.cdf(Z), degrees))
    assert 1 - tolerance <= number(student_quantile(Z, degrees)) / exact <= 1 + 1e-6


@pytest.mark.parametrize("events", [3, 4, 10, 57, 1000])
def test_poisson_bounds_are_close_to_the_exact_ones(events: int) -> None:
    lower, upper = stats.chi2.ppf(0.025, 2 * events) / 2, stats.chi2.ppf(0.975, 2 * events + 2) / 2
    assert math.isclose(number(poisson_bound(events, Z, "lower")), lower, rel_tol=0.03)
    assert math.isclose(number(poisson_bound(events, Z, "upper")), upper, rel_tol=0.001)


def test_no_event_has_an_upper_bound_alone() -> None:
    assert number(poisson_bound(0, Z, "lower")) == 0
    assert math.isclose(number(poisson_bound(0, Z, "upper")), 3.6889, rel_tol=0.006)  # exact: -ln 0.025
    assert number(poisson_bound(1, Z, "lower")) < 0.0253  # too low, never too high

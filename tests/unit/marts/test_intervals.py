"""Satisfaction figures against reference values of the literature."""

import pytest

from tests.unit.marts.sql_macros import macro, number, value

wilson_bound = macro("wilson_bound")
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

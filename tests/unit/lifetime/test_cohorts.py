"""Fits of many segments: what they fall back to, and that the fallback is the model that it says."""

import numpy as np
import pytest

from lifetime.cohorts import ALL, Exposure, exposures, fit_segments, retention_curve
from lifetime.survival import SurvivalFit

# 60 of 100 close in the first year, few after it: unequal hazards
FALLING = [(0, 1, 1, 40), (0, 2, 1, 20), (0, 3, 1, 8), (0, 4, 1, 4), (0, 12, 0, 28)]
FEW = [(0, 3, 1, 2), (0, 10, 0, 30)]
NONE = [(0, 10, 0, 30)]


def exposure(rows: list[tuple[int, int, int, int]]) -> Exposure:
    return Exposure(*np.array(rows, dtype=float).T)


def test_a_segment_with_enough_closures_has_its_own_fit():
    part = exposure(FALLING)
    fits = fit_segments({"a": part}, 10, 0.005)
    assert set(fits) == {"a", ALL}
    for fit in fits.values():
        assert (fit.model, fit.fit_basis, fit.reason) == ("sbg", "derived", None)
        assert fit.alpha == part.fit().params["alpha"]
        assert (fit.closures, fit.months) == (72, 40 + 40 + 24 + 16 + 12 * 28)


def test_a_segment_with_few_closures_takes_the_fit_of_all():
    fits = fit_segments({"a": exposure(FALLING), "b": exposure(FEW)}, 10, 0.005)
    assert fits["b"].fit_basis == "pooled"
    assert (fits["b"].alpha, fits["b"].beta) == (fits[ALL].alpha, fits[ALL].beta)
    assert fits["b"].alpha != fits["a"].alpha
    assert (fits["b"].closures, fits["b"].months) == (2, 306)
    assert fits["b"].reason == "fewer than 10 closures: the fit of all segments"


def test_few_closures_in_all_give_a_constant_hazard():
    """2 closures in 306 months: h = 2 / 306, standard error sqrt(h (1 - h) / 306)."""
    fit = fit_segments({"b": exposure(FEW)}, 10, 0.005)[ALL]
    hazard = 2 / 306
    assert (fit.model, fit.fit_basis) == ("constant_hazard", "derived")
    assert fit.hazard == pytest.approx(hazard)
    assert fit.hazard_standard_error == pytest.approx((hazard * (1 - hazard) / 306) ** 0.5)
    assert fit.log_likelihood == pytest.approx(2 * np.log(hazard) + 304 * np.log(1 - hazard))
    low, high = fit.hazard_interval() or (0, 0)
    assert low == pytest.approx(hazard * np.exp(-1.959964 * fit.hazard_standard_error / hazard))
    assert high == pytest.approx(hazard**2 / low)
    as_model = SurvivalFit("sbg", {"alpha": fit.alpha, "beta": fit.beta}, 0.0, np.eye(2), True, None, 1.0)
    assert as_model.survival([12, 120]) == pytest.approx([(1 - hazard) ** 12, (1 - hazard) ** 120], rel=1e-4)


@pytest.mark.parametrize("segments", [{"c": exposure(NONE)}, {}])
def test_without_any_closure_the_hazard_is_assumed(segments):
    fits = fit_segments(segments, 10, 0.005)
    assert set(fits) == {*segments, ALL}
    for fit in fits.values():
        assert (fit.fit_basis, fit.hazard, fit.hazard_standard_error, fit.log_likelihood) == (
            "assumed",
            0.005,
            None,
            None,
        )
        assert fit.hazard_interval() is None
        assert str(fit.reason).startswith("nobody closed")


def test_a_hazard_that_rises_falls_back_to_a_constant_one_and_says_why():
    rising = exposure([(0, 5, 1, 10), (0, 6, 1, 30), (0, 7, 1, 60)])
    fit = fit_segments({"a": rising}, 10, 0.005)["a"]
    assert (fit.model, fit.fit_basis) == ("constant_hazard", "derived")
    assert fit.hazard == pytest.approx(100 / (50 + 180 + 420))
    assert fit.reason == "the hazard does not fall with age: a constant hazard fits as well"


def test_a_hazard_that_falls_too_fast_says_so():
    """Nine of ten close in the month after age 5: even with beta = 0 the hazard falls with age + alpha - 1 alone."""
    fit = exposure([(5, 6, 1, 90), (5, 30, 0, 9), (5, 29, 1, 1)]).fit()
    assert fit.reason == "the hazard falls faster with age than the model can: beta ran to zero"


def test_everybody_at_once_keeps_both_parameters_above_zero():
    fit = fit_segments({"a": exposure([(0, 1, 1, 50)])}, 10, 0.005)["a"]
    assert fit.hazard == 1
    assert fit.beta > 0
    assert "everybody closed" in str(fit.reason)


def test_rows_are_put_together_by_their_key():
    found = exposures([("b", 0, 2, True, 3), ("a", 1, 4, False, 5), ("b", 0, 1, False, 1)])
    assert list(found) == [("a",), ("b",)]
    assert found["b",].closures == 3
    assert found["b",].months == 7


def test_curve_is_the_longest_run_of_ages_without_a_gap():
    """One member is watched from 0 to 2, ten from 30 to 34: the curve begins with them, at age 30.

    Two of ten close in month 31: S = 0.8, Greenwood 0.8^2 x 2 / (10 x 8) = 0.016.
    """
    curve = retention_curve(exposure([(0, 2, 1, 1), (30, 31, 1, 2), (30, 34, 0, 8)]), 10)
    assert curve.from_age == 30
    ages = [dict(zip(curve.AGES, row, strict=True)) for row in curve.rows()]
    assert [age["age_months"] for age in ages] == [31, 32, 33, 34]
    assert [age["at_risk"] for age in ages] == [10, 8, 8, 8]
    assert [age["survival"] for age in ages] == pytest.approx([0.8] * 4)
    assert [age["variance"] for age in ages] == pytest.approx([0.016] * 4)
    assert {age["model_survival"] for age in ages} == {None}
    assert curve.reason == "3 closures, fewer than 10"


def test_curve_ends_after_ten_years_and_the_model_begins_where_it_does():
    closings = [(5, age, 1, closed) for age, closed in zip(range(6, 11), (70, 62, 55, 49, 44), strict=True)]
    late = exposure([*closings, (5, 10, 0, 720), (5, 400, 0, 1)])
    curve = retention_curve(late, 10)
    assert curve.observed.duration[[0, -1]].tolist() == [6, 125]
    assert curve.reason is None
    fit = late.fit()
    assert curve.model[0] == pytest.approx(float(fit.survival(6) / fit.survival(5)))

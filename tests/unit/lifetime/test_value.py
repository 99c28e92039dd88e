"""Paths and present values against figures worked out by hand, and what must hold for any customer."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from lifetime.value import (
    bounded_trend,
    conditional_survival,
    contract_path,
    discount_factors,
    margin_path,
    monthly_rate,
    present_value,
    sound_share,
    sum_by,
    to_cents,
    trend_extension,
    trend_factor,
    usage_factor,
    value_beyond,
)

HORIZON = 6
FOR_EVER = np.array([np.inf])
SOUND = np.ones((1, HORIZON))
amounts = st.floats(-1e6, 1e6, allow_nan=False).map(lambda amount: round(amount, 2))
paths = arrays(float, (4, HORIZON), elements=amounts)
shares = st.floats(0.01, 1.0)


def constant(hazard: float, horizon: int) -> np.ndarray:
    """Survival at a constant hazard, one row."""
    return np.cumprod(np.full((1, horizon), 1 - hazard), axis=1)


def test_the_textbook_perpetuity() -> None:
    # 100 a period, 80 % stay, 10 % discount: 100 x .8 / (1 + .1 - .8) = 266.67; with a payment today 366.67
    horizon = 3
    stay = constant(0.2, horizon)
    finite = present_value(np.full((1, horizon), 100.0), stay, discount_factors(0.1, horizon))
    assert finite == pytest.approx(100 * (0.8 / 1.1 + 0.64 / 1.21 + 0.512 / 1.331))
    beyond = value_beyond(100 * stay[:, -1], [0.8], 0.1, horizon, FOR_EVER)
    assert finite + beyond == pytest.approx(266.67, abs=0.005)
    assert 100 + finite + beyond == pytest.approx(366.67, abs=0.005)


def test_two_months_by_hand() -> None:
    # margin 10 growing by 1, so 12 and 13; loss 2, service 3 at usage 1 and 0.5; contract .9, .81; relation .8, .64
    # month 1: (12 - 2 + 3) x .9 = 11.7; month 2: (13 - 2 + 1.5) x .81 = 10.125; at d = 25 %:
    # 11.7 x .8 / 1.25 + 10.125 x .64 / 1.5625 = 7.488 + 4.1472 = 11.6352
    extension = trend_extension([10.0], [1.0], 12, 2)
    margin = margin_path([10.0], extension, [1.0])
    assert margin.tolist() == [[12.0, 13.0]]
    path = contract_path(margin, [2.0], [3.0], np.array([[1.0, 0.5]]), SOUND[:, :2], constant(0.1, 2), FOR_EVER)
    assert path == pytest.approx(np.array([[11.7, 10.125]]))
    assert present_value(path, constant(0.2, 2), discount_factors(0.25, 2)) == pytest.approx(11.6352)


def test_the_trend_ends_and_the_level_stays() -> None:
    # two months of trend, one of them between the middle of the last quarter and today
    assert trend_extension([10.0], [3.0], 4, 5).tolist() == [[6.0, 9.0, 12.0, 12.0, 12.0]]


def test_a_margin_that_shrinks_ends_at_zero() -> None:
    # 10 - 4 a month: 10 - 8 = 2, then nothing is left; a factor of 2 gets there at once
    extension = trend_extension([10.0, -10.0], [-4.0, 4.0], 12, 3)
    assert margin_path([10.0, -10.0], extension, [1.0, 1.0]).tolist() == [[2.0, 0.0, 0.0], [-2.0, 0.0, 0.0]]
    assert margin_path([10.0], extension[:1], [2.0]).tolist() == [[0.0, 0.0, 0.0]]


def test_a_joiner_grows_from_zero() -> None:
    # balances 0.5, 1.5, 2.5 of growth 1: level 1.5, twelve months on the level of a year's growth more
    extension = trend_extension([0.0], [1.0], 12, 12)
    assert margin_path([0.0], extension, [1.0])[0].tolist() == [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 12]


def test_a_tiny_balance_does_not_blow_up_the_trend() -> None:
    # margin 5 on a balance of 0.01 that grows by 100: 50,000 a month by ratio, 1 % of 100 at most
    assert bounded_trend([50_000.0, -50_000.0, 0.5, 7.0], [100.0, 100.0, 100.0, 0.0]).tolist() == [1.0, -1.0, 0.5, 0.0]


def test_maturity_inside_the_horizon() -> None:
    margin, ones = np.full((3, 4), 5.0), np.ones((3, 4))
    path = contract_path(margin, [1.0] * 3, [2.0] * 3, ones, ones, ones, [2, 0, np.inf])
    assert path.tolist() == [[6, 6, 0, 0], [0, 0, 0, 0], [6, 6, 6, 6]]


def test_a_loan_defaults_once() -> None:
    # PD 3 a year is 1/4 a month: sound 1, 3/4, 9/16; (10 - 30) on it, service 2 goes on: -18, -13, -9.25
    sound = sound_share([0.25], 3)
    assert sound.tolist() == [[1.0, 0.75, 0.5625]]
    path = contract_path(np.full((1, 3), 10.0), [30.0], [2.0], SOUND[:, :3], sound, SOUND[:, :3], FOR_EVER)
    assert path.tolist() == [[-18.0, -13.0, -9.25]]


def test_the_loss_of_a_loan_is_no_more_than_what_is_lost_by_default() -> None:
    # PD 100 %, LGD 45 %, EAD 1,200: 45 a month in the books, 540 in all, and with PD 100 % / 12 not a cent more
    loss = 1.0 * 0.45 * 1200 / 12
    sound = sound_share([1 / 12], 600)
    assert (loss * sound).sum() == pytest.approx(540.0)


def test_a_rate_of_default_is_a_probability() -> None:
    assert sound_share([0.0, 1.0, 2.0], 2).tolist() == [[1, 1], [1, 0], [1, 0]]
    with pytest.raises(ValueError, match="default_rate"):
        sound_share([-0.1], 2)


def test_beyond_the_horizon_a_maturity_still_ends_the_value() -> None:
    # horizon 2, end 4: two more months of 10 at q = .5: 10 x (.5 + .25); nothing where the end lies before
    assert value_beyond([10.0, 10.0], [0.5, 0.5], 0.0, 2, [4.0, 1.0]).tolist() == [7.5, 0.0]


def test_a_value_without_end_is_not_a_number() -> None:
    assert np.isnan(value_beyond([10.0], [1.0], 0.0, 12, FOR_EVER))
    assert value_beyond([0.0], [1.0], 0.0, 12, FOR_EVER).tolist() == [0.0]


def test_a_customer_that_costs_has_a_negative_value() -> None:
    ones = np.ones((1, 2))
    path = contract_path(np.zeros((1, 2)), [0.0], [-4.0], ones, ones, ones, FOR_EVER)
    assert present_value(path, np.ones((1, 2)), np.ones(2)).tolist() == [-8.0]


def test_survival_of_the_beta_geometric_by_hand() -> None:
    # alpha 1, beta 1: hazards 1/2, 1/3, 1/4 ...: survival 1/2, 1/3, 1/4; from age 2 on 3/4, 3/5
    assert conditional_survival([1.0, 1.0], [1.0, 1.0], [0.0, 2.0], 3) == pytest.approx(
        np.array([[1 / 2, 1 / 3, 1 / 4], [3 / 4, 3 / 5, 3 / 6]])
    )


def test_what_has_no_hazard_never_closes() -> None:
    assert conditional_survival([np.nan], [np.nan], [5.0], 2).tolist() == [[1.0, 1.0]]


def test_usage_is_bounded_and_silence_costs_on() -> None:
    # 5 in a month so far: 4 to come is .8, 20 is cut to 2; without any transaction 1
    assert usage_factor(np.array([[4.0, 20.0], [4.0, 20.0]]), [5.0, 0.0]).tolist() == [[0.8, 2.0], [1.0, 1.0]]


def test_the_trend_factor_is_what_came_true() -> None:
    # everybody got half of what the trend promised: no doubt about it, 0.5
    assert trend_factor([105.0, 210.0, 52.5], [100.0, 200.0, 50.0], [10.0, 20.0, 5.0]) == pytest.approx(0.5)
    assert trend_factor([500.0, 500.0], [100.0, 100.0], [10.0, 10.0]) == 2.0
    assert trend_factor([0.0, 0.0], [100.0, 100.0], [10.0, 10.0]) == 0.0


def test_the_trend_factor_of_nobody_is_one() -> None:
    assert trend_factor([5.0], [3.0], [0.0]) == 1.0
    assert trend_factor([5.0], [3.0], [1.0]) == 1.0


def test_one_large_customer_decides_little_about_the_trend() -> None:
    # without it the ratio is 1, with it 0: the jackknife sees that it hangs on one customer
    small = np.ones(99)
    factor = trend_factor([*small, -99.0], [*(0 * small), 0.0], [*small, 99.0])
    assert 0.7 < factor < 1.0


def test_monthly_rate_compounds_to_the_annual_one() -> None:
    assert (1 + monthly_rate(0.10)) ** 12 == pytest.approx(1.10, rel=1e-12)
    with pytest.raises(ValueError, match="annual_rate"):
        monthly_rate(-1.0)


def test_halves_of_a_cent_go_away_from_zero() -> None:
    assert to_cents(np.array([0.125, -0.125, 2.0])).tolist() == [0.13, -0.13, 2.0]


@given(paths, shares, st.floats(0.0, 0.5))
def test_values_of_parts_add_up(path: np.ndarray, stay: float, rate: float) -> None:
    survival = np.cumprod(np.full((1, HORIZON), stay), axis=1)
    factors = discount_factors(rate, HORIZON)
    together = present_value(sum_by(np.zeros(4, dtype=np.int64), path, 1), survival, factors)
    assert together == pytest.approx(present_value(path, survival, factors).sum(), abs=1e-6)


@given(arrays(float, (4, HORIZON), elements=st.floats(0, 1e6)), shares, shares, st.floats(0.001, 0.5))
def test_staying_longer_and_a_lower_discount_are_worth_more(
    path: np.ndarray, stay: float, share: float, rate: float
) -> None:
    longer = np.cumprod(np.full((1, HORIZON), stay), axis=1)
    shorter = np.cumprod(np.full((1, HORIZON), stay * share), axis=1)
    factors = discount_factors(rate, HORIZON)
    finite = present_value(path, longer, factors)
    assert (finite >= present_value(path, shorter, factors) - 1e-9).all()
    assert (finite <= present_value(path, longer, np.ones(HORIZON)) + 1e-9).all()
    assert (value_beyond(path[:, -1], np.full(4, stay), rate, HORIZON, np.full(4, np.inf)) >= 0).all()


@given(amounts, amounts, st.floats(0, 2))
def test_shrinking_never_changes_the_sign_of_a_margin(level: float, slope: float, theta: float) -> None:
    path = margin_path([level], trend_extension([level], [slope], 12, HORIZON), [theta])
    if level * slope < 0:
        assert (path * level >= 0).all()


@given(st.floats(0.01, 50), st.floats(0.01, 50), st.floats(0, 200))
def test_survival_falls_and_composes(alpha: float, beta: float, age: float) -> None:
    first = conditional_survival([alpha], [beta], [age], 4)
    assert (np.diff(first, axis=1) <= 0).all()
    assert ((first >= 0) & (first <= 1)).all()
    rest = conditional_survival([alpha], [beta], [age + 2], 2)
    assert first[0, 1] * rest[0] == pytest.approx(first[0, 2:])

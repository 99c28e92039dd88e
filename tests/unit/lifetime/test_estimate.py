"""Estimates of whole customers, and what a past date teaches, by hand."""

import numpy as np
import pytest

from lifetime.estimate import (
    ALL_TYPES,
    Customers,
    CustomerValues,
    Horizon,
    Lesson,
    Parts,
    chunks,
    estimate,
    learn,
    scales,
    usage_forecast,
    usage_path,
)
from lifetime.interval import normal_law
from lifetime.usage import stored_usage

TWO_MONTHS = Horizon(months=2, rate=0.25, trend_months=12)
NEVER = np.array([np.nan])


def one_customer(deviation: float = 1.0) -> Customers:
    # alpha 1, beta 3 at age 0: hazards 1/4 and 1/5, so .75 and .6 stay
    return Customers(*(np.array([value]) for value in ("individual", 0.0, 1.0, 3.0, deviation)))


def parts_of(customer: list[int], **columns: list[float]) -> Parts:
    rows = len(customer)
    values = {name: np.zeros(rows) for name in Parts._fields} | {"net_share": np.ones(rows)}
    values |= {"alpha": np.full(rows, np.nan), "beta": np.full(rows, np.nan), "end": np.full(rows, np.inf)}
    values |= {name: np.array(column, dtype=float) for name, column in columns.items()}
    values["customer"] = np.array(customer, dtype=np.int64)
    return Parts(**values)


def test_two_products_over_two_months() -> None:
    # product 1: margin 10, trend 1 of a balance trend of 1,000, after 25 % tax: 9 and 9.75; product 2 costs 4 and
    # ends after a month: -3. Today: 9 x .75/1.25 + 9.75 x .6/1.5625 = 5.40 + 3.744; -3 x .75/1.25 = -1.80
    parts = parts_of(
        [0, 0],
        margin=[10, 0],
        trend=[1, 0],
        balance_trend=[1000, 0],
        service=[0, -4],
        net_share=[0.75, 0.75],
        end=[np.inf, 1],
    )
    values, totals = estimate(one_customer(), parts, np.ones((1, 2)), np.ones(1), TWO_MONTHS, 0, Lesson())
    assert values.finite.tolist() == [9.14, -1.80]
    assert values.undiscounted.tolist() == [12.60, -2.25]
    # last month 9.75 x .6 = 5.85 at q = .8/1.25 = .64: 5.85/1.5625 x .64/.36 = 6.656
    assert values.perpetuity.tolist() == [15.80, -1.80]
    assert totals.remaining_months == pytest.approx([1.35])
    assert totals.discounted_months == pytest.approx([0.75 / 1.25 + 0.6 / 1.5625])
    assert totals.next_month == pytest.approx([0.75])


def test_what_may_default_earns_and_loses_until_it_does() -> None:
    # margin 10, loss 20, a quarter defaults in a month; service 4: -6, then -10 x 3/4 + 4 = -3.5
    # today -6 x .75/1.25 - 3.5 x .6/1.5625 = -3.6 - 1.344; beyond, of -4.5 at q = .8 x .75/1.25 = .48 and of 2.4 at
    # .64: (-4.5 x 12/13 + 2.4 x 16/9)/1.5625 = 0.0722
    parts = parts_of([0], margin=[10], loss=[20], service=[4], default_rate=[0.25])
    values, totals = estimate(one_customer(), parts, np.ones((1, 2)), np.ones(1), TWO_MONTHS, 0, Lesson())
    assert values.finite.tolist() == [-4.94]
    assert values.perpetuity.tolist() == [-4.87]
    assert totals.level_margin == pytest.approx([10 * 0.75 + 7.5 * 0.6])


def test_the_outcome_is_not_discounted() -> None:
    parts = parts_of([0], margin=[10])
    _, totals = estimate(one_customer(), parts, np.ones((1, 2)), np.ones(1), TWO_MONTHS, 2, Lesson())
    assert totals.outcome == pytest.approx([10 * (0.75 + 0.6)])
    assert totals.stayed_level == pytest.approx([20.0])


def test_a_customer_without_products_is_worth_nothing() -> None:
    values, totals = estimate(
        one_customer(0.0), parts_of([]), np.ones((1, 2)), np.zeros(1), TWO_MONTHS, 0, Lesson({}, {})
    )
    assert values.finite.size == 0
    assert totals.outcome.tolist() == [0.0]
    assert totals.quantiles.tolist() == [[0.0] * 4]


def test_the_estimate_of_a_customer_does_not_depend_on_its_chunk() -> None:
    random = np.random.default_rng(3)
    count = 30
    customers = Customers(
        np.array(["individual", "corporate"] * 15),
        np.arange(30.0),
        np.full(count, 2.0),
        np.full(count, 90.0),
        np.ones(count),
    )
    parts = parts_of(sorted([*range(count), *range(0, count, 3)]), margin=random.normal(5, 9, 40).tolist())
    horizon = Horizon(24, 0.01, 12)
    scale = scales(customers, parts, horizon)
    whole = estimate(customers, parts, np.ones((count, 24)), scale, horizon, 0, Lesson())
    finite, quantiles = [], []
    for some, theirs in chunks(parts.customer, count, 7):
        members = Customers(*(column[some] for column in customers))
        held = Parts(parts.customer[theirs] - some.start, *(column[theirs] for column in parts[1:]))
        usage = np.ones((some.stop - some.start, 24))
        values, totals = estimate(members, held, usage, scale[some], horizon, 0, Lesson())
        finite.append(values.finite)
        quantiles.append(totals.quantiles)
    assert np.concatenate(finite).tolist() == whole[0].finite.tolist()
    assert np.concatenate(quantiles) == pytest.approx(whole[1].quantiles)


def learned(count: int, closed: int = 0, dearer: float = 0) -> Lesson:
    """Margins were to be 20 at a steady level and 6 more by trend, and came to 23 +- 1; costs of 8 rose by `dearer`."""
    swing = np.where(np.arange(count) % 2 == 0, 1.0, -1.0)
    flat, extra = np.full(count, 12.0), np.full(count, 6.0)
    none = np.zeros(count)
    scale = np.full(count, 0.5)
    margin = flat + 8
    values = CustomerValues(none, none, none, none, np.zeros((count, 4)), scale, margin, extra, flat, extra, flat, flat)
    gone = np.arange(count) < closed
    came = 23 + swing
    return learn(np.full(count, "individual"), values, came - 8 - dearer, came, gone, 12)


def test_what_a_past_date_teaches() -> None:
    # half of the trend came: theta .5 (nearly: the swings make it a little uncertain); residuals +-1 / (12 x .5)
    lesson = learned(1000)
    assert lesson.theta_of("individual") == pytest.approx(0.5, abs=0.001)
    law = lesson.law_of("individual")
    assert law is not None
    assert law.quantile(0.95) == pytest.approx(1 / 6, abs=0.001)
    assert lesson.basis_of("individual") == "empirical"


def test_what_costs_more_is_no_trend_of_the_margin() -> None:
    # the same theta, though the outcome fell by 3 to the steady level: residuals (-3 +- 1) / (12 x .5)
    lesson = learned(1000, dearer=3)
    assert lesson.theta_of("individual") == pytest.approx(0.5, abs=0.001)
    law = lesson.law_of("individual")
    assert law is not None
    assert [law.quantile(p) for p in (0.05, 0.95)] == pytest.approx([-4 / 6, -2 / 6], abs=0.001)


def test_margins_are_steady_or_grow_before_loss_and_cost() -> None:
    # margin 10 and 1 a month more, loss 2, cost 3, tax 50 %; .75 and .6 stay: steady 5 x 1.35, extra 1 x .75 + 1.5 x .6
    parts = parts_of([0], margin=[10], trend=[1], balance_trend=[1000], loss=[2], service=[-3], net_share=[0.5])
    _, totals = estimate(one_customer(), parts, np.ones((1, 2)), np.ones(1), TWO_MONTHS, 2, Lesson())
    assert totals.level_margin == pytest.approx([6.75])
    assert totals.extension_margin == pytest.approx([1.65])
    assert totals.stayed_level == pytest.approx([5.0])
    assert totals.stayed_extension == pytest.approx([2.5])


def test_a_type_that_was_not_seen_learns_from_all() -> None:
    lesson = learned(1000)
    assert lesson.theta_of("corporate") == lesson.theta[ALL_TYPES]
    assert lesson.basis_of("corporate") == "empirical"


def test_whoever_closed_says_nothing_about_swings() -> None:
    assert learned(60, closed=11).law == {}
    assert set(learned(60, closed=10).law) == {"individual", ALL_TYPES}


def test_without_a_past_the_trend_goes_on_and_the_law_is_normal() -> None:
    assert Lesson().theta_of("individual") == 1.0
    assert Lesson().basis_of("individual") == "normal"
    parts = parts_of([0], margin=[10])
    stays = Customers(np.array(["individual"]), np.zeros(1), NEVER, NEVER, np.array([3.0]))
    _, totals = estimate(stays, parts, np.ones((1, 2)), np.full(1, 99.0), TWO_MONTHS, 2, Lesson())
    assert totals.quantiles[0] == pytest.approx([20 + 6 * normal_law().quantile(p) for p in (0.05, 0.25, 0.75, 0.95)])


def test_a_customer_of_nearly_nothing_has_the_scale_of_its_type() -> None:
    customers = Customers(np.array(["individual"] * 3), *(np.ones(3) for _ in range(4)))
    parts = parts_of([0, 1, 2], margin=[-30, 10, 0], loss=[0, 2, 0], service=[0, -8, 0], net_share=[0.5] * 3)
    assert scales(customers, parts, TWO_MONTHS).tolist() == [15.0, 10.0, 1.0]


def test_usage_by_month_adds_up_and_types_without_a_model_go_on() -> None:
    # s = 1e9 x beta: nobody drops out; 3 transactions in 30 days and r = 0, alpha = 0 (nearly): 0.1 a day
    fit = stored_usage("pareto_nbd", {"r": 1e-6, "alpha": 1e-6, "s": 1e-3, "beta": 1e9})
    alive, totals = usage_forecast(
        np.array(["individual", "corporate"]),
        {"individual": fit},
        np.full(2, 3.0),
        np.full(2, 30.0),
        np.full(2, 30.0),
        30,
    )
    factor = usage_path(totals, np.full(2, 0.2 * 365.25 / 12), 30)
    assert alive == pytest.approx([1.0, 1.0])
    assert factor[0] == pytest.approx(np.full(30, 0.5), rel=1e-4)
    assert factor[1].tolist() == [1.0] * 30

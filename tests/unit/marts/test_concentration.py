"""Whale curve and Gini index against their definitions, computed by pairs of customers and exact fractions."""

from fractions import Fraction
from math import ceil
from typing import Any, NamedTuple

import duckdb
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from tests.unit.marts.rendered_project import RenderedProject

PROJECT = RenderedProject()
MODELS = {
    name: PROJECT.model(name)
    for name in (
        *("customer_profit_monthly", "whale_curve_step_monthly"),
        *("whale_curve", "contribution_concentration_monthly"),
    )
}
MONTH_END = "date '2025-01-31'"
cents = st.integers(-(10**6), 10**6) | st.integers(-3, 3)
customers = st.lists(st.tuples(cents, st.sampled_from(["a", "b", "none"])), min_size=1, max_size=130)


class Curve(NamedTuple):
    concentration: dict[str, Any]
    points: list[tuple[int, int, float, int, float | None]]  # number, rank, share, cents, share of profit


@pytest.fixture(scope="module")
def bank() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute("set variable as_of = '2025-12-31'; set variable reporting_currency = 'CNY'")
    connection.execute(
        f"""
        create table dim_parameter_monthly as
        select {MONTH_END} as month_end_date, cast(0.25 as decimal(18, 8)) as marginal_profit_share,
            0.25 as claimed_profitable_customer_share, 0.45 as claimed_marginal_customer_share,
            0.30 as claimed_loss_making_customer_share
        """
    )
    return connection


def curves(bank: duckdb.DuckDBPyConnection, profits: list[int], segments: list[str]) -> dict[str, Curve]:
    """What the models make of profits in cents: the curve of each segment, and that of the bank as `all`."""
    bank.execute(
        f"""
        create or replace table customer_contribution_monthly as
        select
            unnest(range(len($1))) as customer_key, 'demo' as source_system, {MONTH_END} as month_end_date,
            0.00 as direct_profit_after_risk_amount, 'booked' as net_interest_income_basis,
            'booked' as fee_income_basis, 'booked' as fee_refund_basis, 'booked' as expected_loss_basis,
            cast(unnest($1::bigint[]) * 0.01 as decimal(18, 2)) as net_income_amount, 'booked' as net_income_basis
        """,
        [profits],
    )
    bank.execute(
        """
        create or replace table segment_membership as
        select * from (
            select
                unnest(range(len($1))) as customer_key, 'demo' as source_system, 'size' as scheme_code,
                unnest($1::varchar[]) as segment_code, date '2024-12-31' as valid_from, date '9999-12-31' as valid_to
        ) where segment_code <> 'none'
        """,
        [segments],
    )
    for name, sql in MODELS.items():
        bank.execute(f"create or replace table {name} as {sql}")
    rows = bank.execute(
        "select * from contribution_concentration_monthly where profit_measure_code = 'fully_loaded'"
    ).fetchall()
    names = [column[0] for column in bank.description or []]
    found = {}
    for row in rows:
        concentration = dict(zip(names, row, strict=True))
        points = bank.execute(
            """
            select
                point_number, customer_rank, customer_share,
                cast(100 * cast(cumulative_profit_amount as decimal(38, 2)) as hugeint),
                cumulative_profit_share
            from whale_curve where profit_measure_code = 'fully_loaded' and segment_code = $1 order by point_number
            """,
            [concentration["segment_code"]],
        ).fetchall()
        found[concentration["segment_code"]] = Curve(concentration, points)
    return found


def whole_bank(bank: duckdb.DuckDBPyConnection, profits: list[int]) -> dict[str, Any]:
    return curves(bank, profits, ["none"] * len(profits))["all"].concentration


def gini_of_pairs(profits: NDArray[np.int64]) -> float:
    """Half the relative mean difference of all pairs of customers: the definition without ranks."""
    differences = int(np.abs(np.subtract.outer(profits, profits)).sum())
    return float(Fraction(differences, 2 * len(profits) * int(profits.sum())))


def gini_normalised(profits: NDArray[np.int64]) -> float:
    """Chen, Tsaur & Rhai (1982) with the correction of Berrebi & Silber (1985), as they write it."""
    n, total = len(profits), int(profits.sum())
    shares = [Fraction(int(profit), total) for profit in np.sort(profits)]
    k = int((np.cumsum(np.sort(profits)) <= 0).sum())
    gini = Fraction(2, n) * sum(i * share for i, share in enumerate(shares, start=1)) - Fraction(n + 1, n)
    first = sum(shares[:k])
    weighted = sum(i * share for i, share in enumerate(shares[:k], start=1))
    return float(gini / (1 + Fraction(2, n) * weighted + Fraction(1, n) * first * (first / shares[k] - (1 + 2 * k))))


def check(curve: Curve, profits: NDArray[np.int64], everybody: NDArray[np.int64]) -> None:
    """Every figure of a curve, by its definition."""
    told, n, total = curve.concentration, len(profits), int(profits.sum())
    best_first = np.sort(profits)[::-1]
    heights = [0, *np.cumsum(best_first).tolist()]
    best = ceil(Fraction(n, 5))
    is_marginal = 4 * np.abs(profits) * len(everybody) <= np.abs(everybody).sum()
    assert told["customer_count"] == n
    assert told["profit_amount"] * 100 == total
    assert told["best_20_percent_customer_count"] == best
    assert told["best_20_percent_profit_amount"] * 100 == heights[best]
    assert told["marginal_customer_count"] == is_marginal.sum()
    assert told["profitable_customer_count"] == (~is_marginal & (profits > 0)).sum()
    assert told["loss_making_customer_count"] == (~is_marginal & (profits < 0)).sum()
    assert told["whale_peak_customer_count"] == heights.index(max(heights))

    ranks = range(n + 1) if n <= 100 else [ceil(Fraction(n * p, 100)) for p in range(101)]
    assert [(number, rank) for number, rank, *_ in curve.points] == list(enumerate(ranks))
    assert [height for *_, height, _ in curve.points] == [heights[rank] for rank in ranks]
    assert curve.points[-1][2] == 1
    if total <= 0:
        assert told["gini_missing_reason"] == ("total_is_zero" if total == 0 else "total_is_negative")
        empty = ("gini_index", "gini_normalised_index", "whale_peak_share", "best_20_percent_share")
        assert [told[name] for name in empty] == [None] * 4
        assert {share for *_, share in curve.points} == {None}
        return
    assert told["gini_missing_reason"] is None
    assert close(told["gini_index"], gini_of_pairs(profits))
    assert close(told["gini_normalised_index"], gini_normalised(profits))
    assert close(told["whale_peak_share"], max(heights) / total)
    assert close(told["best_20_percent_share"], heights[best] / total)
    assert 0 <= told["gini_normalised_index"] <= 1
    assert told["whale_peak_share"] >= 1
    assert curve.points[-1][4] == 1
    if profits.min() >= 0:
        assert told["gini_index"] == told["gini_normalised_index"]


def close(told: Any, expected: float) -> bool:
    return bool(float(told) == pytest.approx(expected, rel=1e-12, abs=1e-8))


@settings(max_examples=120, deadline=None)
@given(customers)
def test_every_figure_follows_its_definition(bank: duckdb.DuckDBPyConnection, members: list[tuple[int, str]]) -> None:
    profits = np.array([profit for profit, _ in members], dtype=np.int64)
    segments = np.array([segment for _, segment in members])
    found = curves(bank, profits.tolist(), segments.tolist())
    judged = {*segments} if {*segments} != {"none"} else set()
    assert found.keys() == {"all"} | judged
    check(found["all"], profits, profits)
    for segment in judged:
        check(found[segment], profits[segments == segment], profits)


@settings(max_examples=40, deadline=None)
@given(st.lists(cents, min_size=1, max_size=40), st.integers(2, 1000), st.randoms(use_true_random=False))
def test_scale_and_order_change_nothing(
    bank: duckdb.DuckDBPyConnection, profits: list[int], factor: int, random: Any
) -> None:
    relative = ("gini_index", "gini_normalised_index", "whale_peak_share", "best_20_percent_share")
    shuffled = [factor * profit for profit in profits]
    random.shuffle(shuffled)
    before, after = whole_bank(bank, profits), whole_bank(bank, shuffled)
    for name in relative:
        assert before[name] == after[name] or close(before[name], float(after[name]))
    assert before["whale_peak_customer_count"] == after["whale_peak_customer_count"]
    assert before["gini_missing_reason"] == after["gini_missing_reason"]


@pytest.mark.parametrize(
    ("profits", "plain", "normalised", "peak", "peak_customers"),
    [
        ([-10, 5, 10, 15, 30], 0.72, 0.648649, 1.2, 4),
        ([-50, -20, 0, 10, 20, 40, 100], 1.685714, 0.921875, 1.7, 4),
        ([7], 0, 0, 1, 1),
        ([10, 10, 10, 10], 0, 0, 1, 4),
        ([0, 0, 0, 8], 0.75, 0.75, 1, 1),
        # k = 1: 99.5 / (1 - 99 + 0.5 * -99 * (-99 / 100 - 3)) = 99.5 / 99.505
        ([-99, 100], 99.5, 0.999950, 100, 1),
    ],
)
def test_reference_values(
    bank: duckdb.DuckDBPyConnection,
    profits: list[int],
    plain: float,
    normalised: float,
    peak: float,
    peak_customers: int,
) -> None:
    told = whole_bank(bank, profits)
    assert float(told["gini_index"]) == pytest.approx(plain, abs=5e-7)
    assert float(told["gini_normalised_index"]) == pytest.approx(normalised, abs=5e-7)
    assert float(told["whale_peak_share"]) == peak
    assert told["whale_peak_customer_count"] == peak_customers


def test_amounts_of_a_large_bank_neither_overflow_nor_lose_cents(bank: duckdb.DuckDBPyConnection) -> None:
    largest = 10**15  # ten trillion, in cents
    told = whole_bank(bank, [largest] * 300 + [-largest] * 299 + [1 - largest])
    assert told["profit_amount"] * 100 == 1
    assert float(told["whale_peak_share"]) == pytest.approx(300 * largest, rel=1e-12)
    assert float(told["gini_normalised_index"]) == pytest.approx(
        gini_normalised(np.array([largest] * 300 + [-largest] * 299 + [1 - largest], dtype=np.int64)), abs=6e-9
    )

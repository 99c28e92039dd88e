"""A bank as columns of tables: the same figures as customer by customer, in the order of the keys."""

from typing import Any

import numpy as np
import pytest

from lifetime import bank
from lifetime.bank import estimate_bank, usage_models
from lifetime.estimate import Horizon, Lesson

TWO_MONTHS = Horizon(months=2, rate=0.25, trend_months=12)


def customers(count: int) -> dict[str, Any]:
    numbers = ("tenure_months", "frequency", "recency_days", "age_days", "transactions_per_month")
    return {
        "customer_key": np.arange(count, dtype=np.int64) * 10,
        "customer_type": np.full(count, "individual", dtype=object),
        **{name: np.zeros(count) for name in numbers},
        "relationship_alpha": np.ones(count),
        "relationship_beta": np.full(count, 3.0),
        "monthly_deviation_amount": np.ones(count),
        "outcome_amount": np.zeros(count),
        "outcome_margin_amount": np.zeros(count),
        "outcome_closed": np.zeros(count, dtype=bool),
    }


def parts(customer_key: list[int], **columns: list[float]) -> dict[str, Any]:
    rows = len(customer_key)
    amounts = ("margin_level", "margin_trend", "balance_trend", "loss_level", "service_level")
    return {
        "customer_key": np.array(customer_key, dtype=np.int64),
        "product_key": np.arange(rows, dtype=np.int64),
        **{f"{name}_amount": np.zeros(rows) for name in amounts},
        "monthly_default_rate": np.zeros(rows),
        "net_share": np.ones(rows),
        "contract_months": np.zeros(rows),
        "contract_alpha": np.full(rows, np.nan),
        "contract_beta": np.full(rows, np.nan),
        "remaining_months": np.full(rows, np.inf),
        **{name: np.array(values, dtype=float) for name, values in columns.items()},
    }


def test_customers_are_the_sum_of_their_products() -> None:
    # .75 and .6 stay: 10 a month is 10 x .75/1.25 + 10 x .6/1.5625 = 6 + 3.84 = 9.84; customer 10 has nothing
    held = parts([0, 0, 20], margin_level_amount=[10, -20, 10])
    estimates = estimate_bank(customers(3), held, {}, TWO_MONTHS, 0, Lesson())
    assert estimates.parts["customer_key"].tolist() == [0, 0, 20]
    assert estimates.parts["finite_amount"].tolist() == [9.84, -19.68, 9.84]
    assert estimates.customers["finite_amount"] == pytest.approx([-9.84, 0, 9.84])
    assert estimates.customers["year_amounts"] == pytest.approx(np.array([[-13.5], [0], [13.5]]))
    assert "outcome_expected_amount" not in estimates.customers
    assert estimates.lesson == Lesson()


def test_a_past_date_has_an_outcome_and_teaches() -> None:
    rows = customers(60) | {"outcome_amount": np.full(60, 20.0)}
    estimates = estimate_bank(
        rows, parts([*range(0, 600, 10)], margin_level_amount=[10] * 60), {}, TWO_MONTHS, 2, Lesson()
    )
    assert estimates.customers["outcome_expected_amount"] == pytest.approx(np.full(60, 13.5))
    assert "year_amounts" not in estimates.customers
    assert estimates.lesson.basis_of("individual") == "empirical"


def test_a_bank_without_customers_has_no_rows() -> None:
    assert estimate_bank(customers(0), parts([]), {}, TWO_MONTHS, 2, Lesson()) == ({}, {}, Lesson())


def test_a_constant_rate_needs_no_model() -> None:
    known = {name: np.array([1.0, 1.0]) for name in ("r", "alpha", "s", "beta")}
    models = usage_models(np.array(["individual", "corporate"]), np.array(["pareto_nbd", "constant_rate"]), known)
    assert list(models) == ["individual"]
    assert models["individual"].params == {"r": 1.0, "alpha": 1.0, "s": 1.0, "beta": 1.0}


def test_some_customers_at_a_time_or_all_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    random = np.random.default_rng(8)
    held = parts(sorted(random.integers(0, 40, 70) * 10), margin_level_amount=random.normal(5, 9, 70).tolist())
    whole = estimate_bank(customers(40), held, {}, TWO_MONTHS, 0, Lesson())
    monkeypatch.setattr(bank, "CHUNK", 7)
    some = estimate_bank(customers(40), held, {}, TWO_MONTHS, 0, Lesson())
    assert {name: column.tolist() for name, column in some.parts.items()} == {
        name: column.tolist() for name, column in whole.parts.items()
    }
    for name, column in whole.customers.items():
        if column.dtype.kind == "f":
            assert some.customers[name] == pytest.approx(column), name

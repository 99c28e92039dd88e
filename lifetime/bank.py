"""Estimates of a whole bank at one date: columns of its tables in, columns out, some thousand customers at a time."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from lifetime.estimate import (
    Customers,
    CustomerValues,
    Horizon,
    Lesson,
    Parts,
    PartValues,
    chunks,
    estimate,
    learn,
    scales,
    usage_forecast,
    usage_path,
)
from lifetime.usage import UsageFit, stored_usage

# Tables of (customers, horizon) in memory at a time.
CHUNK = 20_000
PARAMETERS = {"pareto_nbd": ("r", "alpha", "s", "beta"), "mbg_nbd": ("r", "alpha", "a", "b")}
BOUNDS = ("lower_90", "lower_50", "upper_50", "upper_90")
AMOUNTS = {
    "finite_amount": "finite",
    "perpetuity_amount": "perpetuity",
    "undiscounted_amount": "undiscounted",
    "last_month_amount": "last_month",
}

Columns = Mapping[str, NDArray[Any]]


class Bank(NamedTuple):
    """Estimates by column, (customers,) or (customers, years) and (parts,) long, and what the date teaches."""

    customers: dict[str, NDArray[Any]]
    parts: dict[str, NDArray[Any]]
    lesson: Lesson


def estimate_bank(
    rows: Columns,
    part_rows: Columns,
    fits: Mapping[str, UsageFit],
    horizon: Horizon,
    outcome_months: int,
    lesson: Lesson,
) -> Bank:
    """Estimates at one date with what earlier ones taught.

    rows: the columns of lifetime_estimate_customer by name, in the order of customer_key. part_rows: those of
    lifetime_estimate_part in the order of customer_key and product_key, of customers in rows alone. fits: usage by
    customer type. outcome_months: 0 where the outcome is not yet known, and then nothing is learned.
    """
    keys = rows["customer_key"]
    if not len(keys):
        return Bank({}, {}, Lesson())
    everyone = Customers(
        rows["customer_type"].astype(str),
        rows["tenure_months"],
        rows["relationship_alpha"],
        rows["relationship_beta"],
        rows["monthly_deviation_amount"],
    )
    products = Parts(
        np.searchsorted(keys, part_rows["customer_key"]),
        part_rows["margin_level_amount"],
        part_rows["margin_trend_amount"],
        part_rows["balance_trend_amount"],
        part_rows["loss_level_amount"],
        part_rows["monthly_default_rate"],
        part_rows["service_level_amount"],
        part_rows["net_share"],
        part_rows["contract_months"],
        part_rows["contract_alpha"],
        part_rows["contract_beta"],
        part_rows["remaining_months"],
    )
    scale = scales(everyone, products, horizon)
    seen = (rows["frequency"], rows["recency_days"], rows["age_days"])
    alive, transactions = usage_forecast(everyone.customer_type, fits, *seen, horizon.months)
    done = []
    for some, theirs in chunks(products.customer, len(keys), CHUNK):
        members = Customers(everyone.customer_type[some], *(column[some] for column in everyone[1:]))
        held = Parts(products.customer[theirs] - some.start, *(column[theirs] for column in products[1:]))
        usage = usage_path(transactions[some], rows["transactions_per_month"][some], horizon.months)
        done.append(estimate(members, held, usage, scale[some], horizon, outcome_months, lesson))
    values = PartValues(*(np.concatenate(column) for column in zip(*(part for part, _ in done), strict=True)))
    totals = CustomerValues(*(np.concatenate(column) for column in zip(*(whole for _, whole in done), strict=True)))
    amounts = {name: getattr(values, field) for name, field in AMOUNTS.items()}
    return Bank(
        {
            "customer_key": keys,
            **{name: np.bincount(products.customer, amount, len(keys)) for name, amount in amounts.items()},
            "alive_probability": alive,
            **_of_customers(everyone.customer_type, totals, outcome_months, lesson),
        },
        {"customer_key": keys[products.customer], "product_key": part_rows["product_key"], **amounts},
        _learned(rows, everyone.customer_type, totals, outcome_months),
    )


def usage_models(customer_type: NDArray[Any], model: NDArray[Any], parameters: Columns) -> dict[str, UsageFit]:
    """The models of usage by customer type, (fits,) rows; none where the rate is taken as constant."""
    return {
        str(name): stored_usage(code, {known: float(parameters[known][row]) for known in PARAMETERS[code]})
        for row, (name, code) in enumerate(zip(customer_type, model, strict=True))
        if code in PARAMETERS
    }


def _of_customers(
    customer_type: NDArray[np.str_], totals: CustomerValues, outcome_months: int, lesson: Lesson
) -> dict[str, NDArray[Any]]:
    of = "outcome" if outcome_months else "value"
    known = (
        {"outcome_expected_amount": totals.outcome}
        if outcome_months
        else {"year_amounts": totals.year_amount, "year_survival_rates": totals.year_survival}
    )
    return {
        "next_month_retention_rate": totals.next_month,
        "expected_remaining_months": totals.remaining_months,
        "discounted_remaining_months": totals.discounted_months,
        "trend_factor": np.array([lesson.theta_of(name) for name in customer_type]),
        "interval_basis": np.array([lesson.basis_of(name) for name in customer_type]),
        **{f"{of}_{bound}_amount": totals.quantiles[:, place] for place, bound in enumerate(BOUNDS)},
        **known,
    }


def _learned(rows: Columns, customer_type: NDArray[np.str_], totals: CustomerValues, outcome_months: int) -> Lesson:
    if not outcome_months:
        return Lesson()
    closed = rows["outcome_closed"].astype(bool)
    return learn(customer_type, totals, rows["outcome_amount"], rows["outcome_margin_amount"], closed, outcome_months)

"""Estimates for all customers of a bank at one date, and what the date teaches once its outcome is known.

Nothing after a fit date reaches its estimates: trend factor and residual law come from an earlier date whose outcome
was complete by then.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from lifetime.estimation import FloatArray
from lifetime.interval import ResidualLaw, empirical_law, normal_law, outcome_quantiles
from lifetime.usage import UsageFit
from lifetime.value import (
    bounded_trend,
    conditional_survival,
    contract_path,
    discount_factors,
    margin_path,
    present_value,
    sound_share,
    sum_by,
    to_cents,
    trend_extension,
    trend_factor,
    usage_factor,
    value_beyond,
)

# Fewer customers than this say nothing about a trend of their type: all types together do.
MINIMUM_CUSTOMERS = 50
PROBABILITIES = (0.05, 0.25, 0.75, 0.95)
# Where a customer brings next to nothing, its scale is this part of the median of its type.
SMALLEST_SCALE_SHARE = 0.1
ALL_TYPES = "all"
MONTH_DAYS = 365.25 / 12
USAGE_MONTHS = (1, 2, 3, 6, 12, 24, 36, 48)


class Customers(NamedTuple):
    """Open relationships, (customers,) each: ages in months, survival as in conditional_survival, and the standard
    deviation of the amount of a month."""

    customer_type: NDArray[np.str_]
    age: FloatArray
    alpha: FloatArray
    beta: FloatArray
    deviation: FloatArray


class Parts(NamedTuple):
    """Products of customers: (parts,) each, sorted by customer (row in Customers); amounts and default_rate per month,
    end infinite without maturity."""

    customer: NDArray[np.int64]
    margin: FloatArray
    trend: FloatArray
    balance_trend: FloatArray
    loss: FloatArray
    default_rate: FloatArray
    service: FloatArray
    net_share: FloatArray
    age: FloatArray
    alpha: FloatArray
    beta: FloatArray
    end: FloatArray


class Horizon(NamedTuple):
    """Months that count, discount rate per month, months for which a trend goes on."""

    months: int
    rate: float
    trend_months: float


class PartValues(NamedTuple):
    """Present values to the cent, and the expected amount of the last month: (parts,) each."""

    finite: FloatArray
    perpetuity: FloatArray
    undiscounted: FloatArray
    last_month: FloatArray


class CustomerValues(NamedTuple):
    """Per customer: (customers,) each, quantiles (customers, 4) at PROBABILITIES.

    next_month: P(it stays for one more month). remaining_months, discounted_months: sum of the survival over the
    horizon, and of survival x discount. outcome: expected over the outcome months (over the horizon where there are
    none), undiscounted. quantiles: of the outcome, or of the finite value where there are no outcome months.
    level_margin, extension_margin: the margin of these months at a steady level, and what the trend adds at
    theta = 1. stayed_level, stayed_extension: the whole outcome at a steady level, and what the trend adds, given that
    the customer stays.
    year_amount, year_survival: expected amount of each year of the horizon, undiscounted, and P(open at its end):
    (customers, years), the last year as long as the horizon has months for.
    """

    next_month: FloatArray
    remaining_months: FloatArray
    discounted_months: FloatArray
    outcome: FloatArray
    quantiles: FloatArray
    scale: FloatArray
    level_margin: FloatArray
    extension_margin: FloatArray
    stayed_level: FloatArray
    stayed_extension: FloatArray
    year_amount: FloatArray
    year_survival: FloatArray


@dataclass(frozen=True)
class Lesson:
    """What a past date taught: trend factor and residual law by customer type, that of all types under ALL_TYPES."""

    theta: dict[str, float] = field(default_factory=dict)
    law: dict[str, ResidualLaw] = field(default_factory=dict)

    def theta_of(self, customer_type: str) -> float:
        return self.theta.get(customer_type, self.theta.get(ALL_TYPES, 1.0))

    def basis_of(self, customer_type: str) -> str:
        """Name of the law behind the intervals of a type."""
        law = self.law_of(customer_type)
        return law.basis if law else "normal"

    def law_of(self, customer_type: str) -> ResidualLaw | None:
        return self.law.get(customer_type, self.law.get(ALL_TYPES))


def scales(customers: Customers, parts: Parts, horizon: Horizon) -> FloatArray:
    """What a customer turns over in a month, (customers,): the unit in which residuals are measured.

    Margin, loss and service in absolute amounts and half of what the trend is to move, after tax; at least
    SMALLEST_SCALE_SHARE of the median of the type.
    """
    trend = np.abs(bounded_trend(parts.trend, parts.balance_trend)) * horizon.trend_months / 2
    turnover = (np.abs(parts.margin) + trend + np.abs(parts.loss) + np.abs(parts.service)) * parts.net_share
    scale = np.bincount(parts.customer, weights=turnover, minlength=len(customers.age)).astype(float)
    for customer_type in np.unique(customers.customer_type):
        members = customers.customer_type == customer_type
        scale[members] = np.maximum(scale[members], SMALLEST_SCALE_SHARE * np.median(scale[members]))
    return scale


def usage_forecast(
    customer_type: NDArray[np.str_],
    fits: Mapping[str, UsageFit],
    frequency: FloatArray,
    recency: FloatArray,
    age: FloatArray,
    horizon: int,
) -> tuple[FloatArray, FloatArray]:
    """P(alive), (customers,), and expected transactions up to the ends of usage_steps, (customers, steps).

    frequency, recency, age: as in the fits, in days. Types without a fit go on at a constant rate: P(alive) 1 and no
    number of transactions (NaN).
    """
    ends = usage_steps(horizon)
    alive = np.ones(len(frequency))
    totals = np.full((len(frequency), len(ends)), np.nan)
    for name in np.unique(customer_type):
        fit = fits.get(str(name))
        if fit is not None:
            members = customer_type == name
            seen = frequency[members], recency[members], age[members]
            alive[members] = fit.probability_alive(*seen)
            totals[members] = fit.conditional_expected_transactions(ends * MONTH_DAYS, *seen)
    return alive, totals


def usage_path(totals: FloatArray, recent_rate: FloatArray, horizon: int) -> FloatArray:
    """Usage factor of each month, (customers, horizon), from usage_forecast and transactions per month of late.

    Transactions are spread evenly over the months between two steps; the factor is 1 where there is no forecast.
    """
    lengths = np.diff(usage_steps(horizon), prepend=0.0)
    monthly = np.repeat(np.diff(totals, prepend=0.0, axis=1) / lengths, lengths.astype(int), axis=1)
    return np.where(np.isnan(monthly), 1.0, usage_factor(monthly, recent_rate))


def usage_steps(horizon: int) -> FloatArray:
    """Months up to which transactions are forecast, the last one the horizon: usage changes ever more slowly."""
    return np.array([month for month in USAGE_MONTHS if month < horizon] + [horizon], dtype=float)


def estimate(
    customers: Customers,
    parts: Parts,
    usage: FloatArray,
    scale: FloatArray,
    horizon: Horizon,
    outcome_months: int,
    lesson: Lesson,
) -> tuple[PartValues, CustomerValues]:
    """Values of customers and their parts at one date; outcome_months is 0 where the outcome is not yet known.

    usage: factor of each month, (customers, horizon). scale: (customers,), see scales.
    """
    months = horizon.months
    count = len(customers.age)
    types = np.unique(customers.customer_type)
    theta = np.zeros(count)
    for customer_type in types:
        theta[customers.customer_type == customer_type] = lesson.theta_of(str(customer_type))
    factors = discount_factors(horizon.rate, months)
    stay = conditional_survival(customers.alpha, customers.beta, customers.age, months)
    open_ = conditional_survival(parts.alpha, parts.beta, parts.age, months)
    relationship = stay[parts.customer]

    trend = bounded_trend(parts.trend, parts.balance_trend)
    extension = trend_extension(parts.margin, trend, horizon.trend_months, months)
    margin = margin_path(parts.margin, extension, theta[parts.customer])
    steady = np.broadcast_to(parts.margin[:, None], extension.shape)
    use = usage[parts.customer]
    sound = sound_share(parts.default_rate, months)
    none = np.zeros(len(parts.margin))
    tax = parts.net_share[:, None]
    path = contract_path(margin, parts.loss, parts.service, use, sound, open_, parts.end) * tax
    level_path = contract_path(steady, parts.loss, parts.service, use, sound, open_, parts.end) * tax
    steady_path = contract_path(steady, none, none, use, sound, open_, parts.end) * tax
    extension_path = contract_path(extension, none, none, use, sound, open_, parts.end) * tax

    service_path = contract_path(np.zeros_like(margin), none, parts.service, use, sound, open_, parts.end) * tax
    last, served = (amount[:, -1] * relationship[:, -1] for amount in (path, service_path))
    retention = _last_ratio(relationship) * _last_ratio(open_)
    finite = present_value(path, relationship, factors)
    earned_on = retention * (1 - parts.default_rate)
    beyond = value_beyond(last - served, earned_on, horizon.rate, months, parts.end) + value_beyond(
        served, retention, horizon.rate, months, parts.end
    )
    part_values = PartValues(
        finite=to_cents(finite),
        perpetuity=to_cents(finite + beyond),
        undiscounted=to_cents(present_value(path, relationship, np.ones(months))),
        last_month=last,
    )

    years = np.arange(0, months, 12)
    window = outcome_months or months
    discount = np.ones(window) if outcome_months else factors
    ones, seen = np.ones(window), stay[:, :window]
    whole = sum_by(parts.customer, path[:, :window], count)
    level = sum_by(parts.customer, level_path[:, :window], count)
    margins = sum_by(parts.customer, steady_path[:, :window], count)
    extra = sum_by(parts.customer, extension_path[:, :window], count)
    quantiles = np.empty((count, len(PROBABILITIES)))
    for customer_type in types:
        members = customers.customer_type == customer_type
        law = lesson.law_of(str(customer_type))
        unit = scale if law else customers.deviation
        quantiles[members] = outcome_quantiles(
            whole[members], seen[members], discount, unit[members], law or normal_law(), PROBABILITIES
        )
    return part_values, CustomerValues(
        next_month=stay[:, 0],
        remaining_months=stay.sum(axis=1),
        discounted_months=stay @ factors,
        outcome=present_value(whole, seen, ones),
        quantiles=quantiles,
        scale=scale,
        level_margin=present_value(margins, seen, ones),
        extension_margin=present_value(extra, seen, ones),
        stayed_level=level.sum(axis=1),
        stayed_extension=extra.sum(axis=1),
        year_amount=np.add.reduceat(sum_by(parts.customer, path * relationship, count), years, axis=1),
        year_survival=stay[:, np.minimum(years + 12, months) - 1],
    )


def learn(
    customer_type: NDArray[np.str_],
    values: CustomerValues,
    outcome: FloatArray,
    outcome_margin: FloatArray,
    closed: NDArray[np.bool_],
    outcome_months: int,
) -> Lesson:
    """Trend factor and residual law of a past date, from the outcome of its customers: (customers,) each.

    The trend is one of margins, so outcome_margin (after tax, new contracts included) is compared with the margin
    expected: in the whole outcome a change of loss or cost would pass for it. Residual of whoever stayed, at the
    factor just learned: (outcome - expected) / (months x scale).
    """
    theta: dict[str, float] = {}
    laws: dict[str, ResidualLaw] = {}
    for name, members in _types_and_all(customer_type):
        if members.sum() >= MINIMUM_CUSTOMERS or name == ALL_TYPES:
            theta[name] = trend_factor(
                outcome_margin[members], values.level_margin[members], values.extension_margin[members]
            )
    lesson = Lesson(theta)
    factor = np.array([lesson.theta_of(str(name)) for name in customer_type])
    with np.errstate(divide="ignore", invalid="ignore"):
        missed = outcome - values.stayed_level - factor * values.stayed_extension
        residual = missed / (outcome_months * values.scale)
    usable = ~closed & (values.scale > 0)
    for name, members in _types_and_all(customer_type):
        law = empirical_law(residual[members & usable])
        if law:
            laws[name] = law
    return Lesson(theta, laws)


def chunks(parts_by_customer: NDArray[np.int64], customers: int, size: int) -> Iterator[tuple[slice, slice]]:
    """Rows of `size` customers at a time and of their parts, which are sorted by customer."""
    for first in range(0, customers, size):
        last = min(first + size, customers)
        edges = np.searchsorted(parts_by_customer, (first, last))
        yield slice(first, last), slice(int(edges[0]), int(edges[1]))


def _types_and_all(customer_type: NDArray[np.str_]) -> Iterator[tuple[str, NDArray[np.bool_]]]:
    for name in np.unique(customer_type):
        yield str(name), customer_type == name
    yield ALL_TYPES, np.ones(len(customer_type), dtype=bool)


def _last_ratio(survival: FloatArray) -> FloatArray:
    """S(horizon) / S(horizon - 1); 1 - hazard of the only month where the horizon is one month; 0 where nobody is
    left."""
    before = survival[:, -2] if survival.shape[1] > 1 else np.ones(len(survival))
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(before > 0, survival[:, -1] / before, 0.0)

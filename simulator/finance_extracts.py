"""Extracts of the finance system, as Arrow tables with the column names of the delivered files."""

import numpy as np
import pyarrow as pa

from simulator import columns as c
from simulator.books import Risk
from simulator.core_extracts import account_ids, customer_ids
from simulator.costs import ACTIVITIES, POOLS, MonthCosts, changes_at
from simulator.exact import Ints, cents
from simulator.laws import Laws
from simulator.people import CASH_FLOW_SIGNS, INDIVIDUAL, Customers
from simulator.randomness import stream
from simulator.rates import CURRENCIES, TENORS, Rates
from simulator.timeline import Month, day_number


def curve_table(rates: Rates, month: Month) -> pa.Table:
    """The month's curve in all currencies and tenors."""
    count = len(CURRENCIES) * len(TENORS)
    return pa.table(
        {
            "curve_date": c.dates(np.full(count, rates.curve_dates[month.index])),
            "currency": c.labels(np.repeat(np.arange(len(CURRENCIES)), len(TENORS)), CURRENCIES),
            "tenor_months": c.whole(np.tile(TENORS, len(CURRENCIES))),
            "rate": c.decimals(rates.curve[month.index].ravel(), 6),
        }
    )


def exchange_table(rates: Rates, first: int, last: int) -> pa.Table:
    """Exchange rates to CNY on the business days of first..last."""
    within = np.flatnonzero((rates.exchange_days >= first) & (rates.exchange_days <= last))
    return pa.table(
        {
            "rate_date": c.dates(np.repeat(rates.exchange_days[within], 2)),
            "from_currency": c.labels(np.tile([1, 2], within.size), CURRENCIES),
            "to_currency": c.constant("CNY", within.size * 2),
            "rate": c.decimals(rates.exchange[within].ravel(), 4),
        }
    )


def ledger_table(ledger: dict[str, int], month: Month) -> pa.Table:
    """The ledger of a month."""
    amounts = np.array(list(ledger.values()), dtype=np.int64)
    return pa.table(
        {
            "month_end": c.dates(np.full(amounts.size, month.last)),
            "line_code": list(ledger),
            "currency": c.constant("CNY", amounts.size),
            "amount": c.money(amounts),
        }
    )


def activity_cost_table(costs: MonthCosts, month: Month) -> pa.Table:
    """Cost and capacity of each resource pool."""
    return pa.table(
        {
            "month_end": c.dates(np.full(len(POOLS), month.last)),
            "resource_pool": list(POOLS),
            "cost_amount": c.money(np.array(costs.pool_cost, dtype=np.int64)),
            "capacity_minutes": costs.pool_capacity,
        }
    )


def activity_driver_table(month: Month, months: int) -> pa.Table | None:
    """The time equations: all of them in the first month, the changed ones in the month from which they
    hold."""
    if month.index == 0:
        chosen = [(activity, activity.minutes) for activity in ACTIVITIES]
    elif month.index == changes_at(months):
        chosen = [(each, each.later_minutes) for each in ACTIVITIES if each.later_minutes is not None]
    else:
        return None
    return pa.table(
        {
            "activity_code": [activity.code for activity, _ in chosen],
            "resource_pool": [POOLS[activity.pool] for activity, _ in chosen],
            "driver_code": [activity.driver for activity, _ in chosen],
            "minutes_per_unit": c.decimals(np.array([minutes for _, minutes in chosen], dtype=np.int64), 2),
            "valid_from": c.dates(np.full(len(chosen), month.first)),
        }
    )


def risk_table(risk: Risk, month: Month) -> pa.Table:
    """Risk parameters of the loan accounts."""
    return pa.table(
        {
            "account_id": account_ids(risk.account),
            "month_end": c.dates(np.full(risk.account.size, month.last)),
            "pd_rate": c.decimals(risk.default, 4),
            "lgd_rate": c.decimals(risk.loss, 2),
            "ead_amount": c.money(risk.exposure),
            "risk_weight_rate": c.decimals(risk.weight, 2),
        }
    )


def stated_net_income(laws: Laws, net_income: Ints, month: Month, seed: int) -> Ints:
    """What the bank itself reports as the contribution of customers; a stated share of them deviates from the
    truth."""
    random = stream(seed, "statement", month.index)
    deviates = random.random(net_income.size) < laws.statement_deviation_share
    return net_income + deviates * random.integers(100, 5_000, net_income.size)


def statement_table(customers: Ints, stated: Ints, month: Month) -> pa.Table:
    """The bank's own statement of contribution."""
    return pa.table(
        {
            "customer_id": customer_ids(customers),
            "month_end": c.dates(np.full(customers.size, month.last)),
            "net_income_amount": c.money(stated),
        }
    )


def income_table(customers: Customers, month: Month, is_first: bool) -> pa.Table | None:
    """Yearly incomes and wealth of persons: at the first delivery and each January; for newcomers as they
    join."""
    person = customers.kind == INDIVIDUAL
    everyone = is_first or month.end.month == 1
    asked = person & (customers.onboarded <= month.last) & (customers.closed > month.last)
    if not everyone:
        asked &= customers.onboarded >= month.first
    rows = np.flatnonzero(asked)
    if rows.size == 0:
        return None
    growth = (1 + customers.growth[rows]) ** (month.index / 12)
    income = cents(np.rint(customers.monthly_income[rows] / 100 * 12 * growth / 100) * 100)
    income += customers.other_income[rows]
    day = np.maximum(customers.onboarded[rows], month.first)
    return pa.table(
        {
            "customer_id": customer_ids(rows),
            "income_date": c.dates(day),
            "annual_income_amount": c.money(income),
            "wealth_amount": c.money(cents(np.rint(income / 100 * customers.wealth_years[rows] / 1_000) * 1_000)),
            "currency": c.constant("CNY", rows.size),
        }
    )


def financial_statement_table(customers: Customers, month: Month, is_first: bool, seed: int) -> pa.Table | None:
    """Statements of firms for the year before, delivered with the first delivery and each April."""
    rows = np.flatnonzero((customers.kind != INDIVIDUAL) & customers.on_book(month.first, month.last))
    if rows.size == 0 or not (is_first or month.end.month == 4):
        return None
    year_end = month.end.replace(year=month.end.year - 1, month=12, day=31)
    random = stream(seed, "statements", year_end.year)
    growth = (1 + customers.growth[rows]) ** (month.index / 12)
    revenue = np.rint(customers.monthly_income[rows] / 100 * 12 * growth / 1_000) * 1_000
    signs = CASH_FLOW_SIGNS[customers.cash_flow_pattern[rows]]
    flows = signs * np.rint(revenue[:, None] * random.uniform(0.02, 0.15, (rows.size, 3)))
    return pa.table(
        {
            "customer_id": customer_ids(rows),
            "fiscal_year_end_date": c.dates(np.full(rows.size, day_number(year_end))),
            "revenue_amount": c.money(cents(revenue)),
            "total_assets_amount": c.money(cents(np.rint(revenue * random.uniform(0.4, 2.0, rows.size)))),
            "employee_count": c.whole(customers.staff[rows]),
            "operating_cash_flow_amount": c.money(cents(flows[:, 0])),
            "investing_cash_flow_amount": c.money(cents(flows[:, 1])),
            "financing_cash_flow_amount": c.money(cents(flows[:, 2])),
            "currency": c.constant("CNY", rows.size),
        }
    )

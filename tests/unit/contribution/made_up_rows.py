"""A made-up bank as the rows of the tables that contribution is computed from."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from tests.unit.contribution.definitions import balances_known_from, running_balance, to_reporting
from tests.unit.contribution.made_up_bank import (
    ACTIVITIES,
    ASSUMED_CURVE,
    FIRST_DAY,
    MONTH_ENDS,
    PARAMETERS,
    POOLS,
    RATE_UNIT,
    Bank,
    Product,
    month_end_of,
    month_start,
)

Rows = list[dict[str, Any]]
SOURCE = {"source_system": "demo"}
ALWAYS = {"valid_from": date(1900, 1, 1), "valid_to": date(9999, 12, 31)}
PURPOSES = {
    "charged": ("interest", "DBIT"),
    "paid": ("interest", "CRDT"),
    "penalty": ("penalty_interest", "DBIT"),
    "given_back": ("penalty_interest", "CRDT"),
    "deposit": ("cash", "CRDT"),
    "withdrawal": ("cash", "DBIT"),
}


def rows_of(bank: Bank) -> dict[str, Rows]:
    products = {account.product: 100 + place for place, account in enumerate(bank.accounts)}
    return {
        "dim_date": _dates(),
        "dim_product": [_product(product, key) for product, key in products.items()],
        "dim_account": [
            {
                **SOURCE,
                **ALWAYS,
                "account_key": key,
                "product_key": products[account.product],
                "branch_key": 7,
                "currency_code": account.currency,
                "opened_date": account.opened,
                "closed_date": account.closed,
            }
            for key, account in bank.keyed_accounts()
        ],
        "bridge_account_holder": [
            {
                **ALWAYS,
                "account_key": key,
                "customer_key": customer,
                "holder_role": "joint" if place else "primary",
                "holder_weight": rate(weight),
            }
            for key, account in bank.keyed_accounts()
            for place, (customer, weight) in enumerate(account.holders)
        ],
        "dim_customer": [
            {
                **SOURCE,
                **ALWAYS,
                "customer_key": key,
                "branch_key": 8,
                "onboarded_date": customer.onboarded,
                "closed_date": customer.closed,
            }
            for key, customer in bank.keyed_customers()
        ],
        "fct_account_balance_monthly": list(_balances(bank)),
        "fct_loan_monthly": [
            {**SOURCE, "account_key": key, "month_end_date": month_end, "outstanding_amount": money(cents)}
            for key, account in bank.keyed_accounts()
            for month_end, cents in zip(MONTH_ENDS, account.outstanding_cents, strict=True)
            if cents
        ],
        "fct_transaction": list(_transactions(bank)),
        "fct_fee": [
            {
                **SOURCE,
                "account_key": key,
                "booking_date": FIRST_DAY,
                "value_date": fee.value_date,
                "fee_kind": fee.kind,
                "amount": money(fee.cents),
                "currency_code": fee.currency,
            }
            for key, account in bank.keyed_accounts()
            for fee in account.fees
        ],
        "fct_risk_parameter_monthly": [
            {
                **SOURCE,
                "account_key": key,
                "month_end_date": month_end,
                "pd_rate": rate(risk.pd),
                "lgd_rate": rate(risk.lgd),
                "ead_amount": money(risk.ead_cents),
                "risk_weight_rate": rate(risk.weight),
            }
            for key, account in bank.keyed_accounts()
            for month_end, risk in zip(MONTH_ENDS, account.risks, strict=True)
            if risk
        ],
        "fct_exchange_rate": [
            {**SOURCE, "from_currency_code": currency, "to_currency_code": "CNY", "exchange_rate": value, **span}
            for currency, dated in bank.exchange_rates().items()
            for value, span in _spans(dated)
        ],
        "fct_ftp_curve": [
            {
                **SOURCE,
                "currency_code": currency,
                "tenor_months": term,
                "ftp_rate": value,
                "ftp_basis": "assumed" if currency in ASSUMED_CURVE else "booked",
                **span,
            }
            for (currency, term), dated in bank.curve().items()
            for value, span in _spans(dated)
        ],
        "fct_activity_cost_monthly": [
            {
                **SOURCE,
                "month_end_date": month_end,
                "resource_pool": pool,
                "cost_amount": money(cents),
                "capacity_minutes": capacity,
            }
            for month_end, costs in zip(MONTH_ENDS, bank.costs, strict=True)
            for pool, (cents, capacity) in zip(POOLS, costs or (), strict=bool(costs))
        ],
        "dim_activity_driver": [
            {
                **SOURCE,
                **ALWAYS,
                "activity_code": activity,
                "resource_pool": pool,
                "driver_code": driver,
                "minutes_per_unit": minutes,
            }
            for activity, (pool, driver, minutes) in ACTIVITIES.items()
        ],
        "fct_interaction_monthly": [
            {
                **SOURCE,
                "customer_key": key,
                "month_end_date": month_end,
                "interaction_count": 1,
                "minutes_count": minutes,
            }
            for key, customer in bank.keyed_customers()
            for month_end, minutes in zip(MONTH_ENDS, customer.contact_minutes, strict=True)
            if minutes
        ],
        "parameter": [
            {"parameter_code": code, "value": value, **span}
            for code, dated in PARAMETERS.items()
            for value, span in _spans({day: Decimal(text) * RATE_UNIT for day, text in dated.items()})
        ],
    }


def money(cents: int) -> Decimal:
    return Decimal(cents) / 100


def rate(units: int | Decimal) -> str:
    return f"{Decimal(units) / RATE_UNIT:.8f}"


def _spans(dated: dict[date, Any]) -> Iterator[tuple[str, dict[str, date]]]:
    starts = sorted(dated)
    for start, end in zip(starts, [*starts[1:], date(9999, 12, 31)], strict=True):
        yield rate(dated[start]), {"valid_from": start, "valid_to": end}


def _product(product: Product, key: int) -> dict[str, Any]:
    return {
        "product_key": key,
        "balance_side": product.side,
        "day_count": product.day_count,
        "tenor_months": product.term,
    }


def _dates() -> Rows:
    days = [date.fromordinal(FIRST_DAY.toordinal() + number) for number in range(150)]
    return [
        {
            "date_day": day,
            "month_start_date": month_start(day),
            "month_end_date": month_end_of(day),
            "is_month_end": day == month_end_of(day),
        }
        for day in days
    ]


def _balances(bank: Bank) -> Iterator[dict[str, Any]]:
    for key, account in bank.keyed_accounts():
        for month_end, average in zip(MONTH_ENDS, account.average_cents, strict=True):
            if balances_known_from(account) <= month_end:
                running = running_balance(account, month_end)
                yield {
                    **SOURCE,
                    "account_key": key,
                    "month_end_date": month_end,
                    "currency_code": account.currency,
                    "average_balance_amount": money(average),
                    "end_balance_amount": running,
                    "running_balance_amount": running,
                }


def _transactions(bank: Bank) -> Iterator[dict[str, Any]]:
    for key, account in bank.keyed_accounts():
        for transaction in account.transactions:
            purpose, indicator = PURPOSES[transaction.purpose]
            yield {
                **SOURCE,
                "account_key": key,
                "booking_date": transaction.day,
                "booking_month": month_start(transaction.day),
                "credit_debit_indicator": indicator,
                "amount": money(transaction.cents),
                "currency_code": account.currency,
                "reporting_amount": to_reporting(bank, money(transaction.cents), account.currency, transaction.day),
                "channel_code": transaction.channel,
                "purpose_code": purpose,
                "is_customer_initiated": transaction.channel != "system",
            }

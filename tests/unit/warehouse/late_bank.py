"""Deliveries of everything that a contribution is computed from, of which any row may come late, twice or corrected."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any

from tests.unit.warehouse.warehouse_project import Delivery

MONTH_ENDS = [date(2024, 1, 31), date(2024, 2, 29), date(2024, 3, 31), date(2024, 4, 30)]
# demo delivers balances, plain does not: there they are derived.
SOURCES = ("demo", "plain")
EVENT_DATES = {
    "account": "opened_date",
    "account_balance": "month_end_date",
    "activity_cost": "month_end_date",
    "activity_driver": "driver_from",
    "customer": "onboarded_date",
    "exchange_rate": "rate_date",
    "fee": "booking_date",
    "ftp_curve": "curve_date",
    "interaction": "interaction_date",
    "loan": "month_end_date",
    "risk_parameter": "month_end_date",
    "transaction": "booking_date",
}
ROWS = {
    "account": 14,
    "account_balance": 14,
    "account_holder": 14,
    "activity_cost": 4,
    "activity_driver": 4,
    "customer": 10,
    "exchange_rate": 6,
    "fee": 14,
    "ftp_curve": 10,
    "interaction": 8,
    "loan": 8,
    "product": 5,
    "risk_parameter": 10,
    "transaction": 60,
}


def on_time(random: Random) -> Iterator[Delivery]:
    """A file for every entity and month, two days after its end; the first month brings most of the bank."""
    for month_end in MONTH_ENDS:
        for entity, count in ROWS.items():
            if month_end == MONTH_ENDS[0]:
                yield file_of(random, entity, month_end, month_end + timedelta(days=2), 3 * count)
            elif entity != "product":
                yield file_of(random, entity, month_end, month_end + timedelta(days=2), count)


def punctual(random: Random) -> Iterator[Delivery]:
    """The same bank without anything late or corrected: no row is about another month, no number comes again."""
    for delivery in on_time(random):
        month_end = delivery.business_date
        if delivery.entity in ("account", "account_holder", "customer") and month_end != MONTH_ENDS[0]:
            continue
        rows = []
        for row in delivery.rows:
            dated = {key: month_end for key in row if key == "month_end_date"}
            if delivery.entity == "fee":
                dated["value_date"] = row["booking_date"]
            numbered = {
                key: f"{row[key]} of {month_end}"
                for key in ("fee_number", "interaction_number", "transaction_number")
                if key in row
            }
            if row.get(EVENT_DATES.get(delivery.entity, ""), month_end) <= month_end:
                rows.append(row | dated | numbered)
        yield replace(delivery, rows=rows)


def late(random: Random, entities: Sequence[str]) -> Iterator[Delivery]:
    """Of each entity a file for one of the first months, one or two months late."""
    for entity in entities:
        business_date = random.choice(MONTH_ENDS[:3])
        yield file_of(random, entity, business_date, business_date + timedelta(days=random.randint(8, 75)), 6)


def file_of(random: Random, entity: str, business_date: date, delivered_on: date, count: int) -> Delivery:
    rows = [_row(random, entity, business_date) for _ in range(count)]
    return Delivery(f"{entity} of {business_date} on {delivered_on}", entity, business_date, delivered_on, rows)


def _row(random: Random, entity: str, business_date: date) -> dict[str, Any]:
    source = random.choice(SOURCES if entity != "account_balance" else SOURCES[:1])
    account = f"A{random.randint(1, 16)}"
    customer = f"C{random.randint(1, 9)}"
    product = f"P{random.randint(1, 4)}"
    currency = random.choice(["CNY", "CNY", "USD"])
    pool = random.choice(["branch", "online"])
    day = business_date - timedelta(days=random.randint(0, 27))
    if random.random() < 0.1:
        day += timedelta(days=random.randint(1, 40))
    amount = random.randint(1, 100_000) / 100
    month_end = random.choice([end for end in MONTH_ENDS if end <= business_date][-2:])
    rows: dict[str, dict[str, Any]] = {
        "account": {
            "account_number": account,
            "product_number": product,
            "branch_number": "B1",
            "currency_code": "USD" if account in ("A1", "A2", "A3", "A4", "A5") else "CNY",
            "interest_rate": 0.01,
            "opened_date": day - timedelta(days=random.choice([0, 0, 30, 60])),
            "closed_date": day + timedelta(days=31) if random.random() < 0.1 else None,
        },
        "account_balance": {
            "account_number": account,
            "month_end_date": month_end,
            "end_balance_amount": amount,
            "average_balance_amount": amount * 2,
            "currency_code": "USD" if account in ("A1", "A2", "A3", "A4", "A5") else "CNY",
        },
        "account_holder": {
            "account_number": account,
            "customer_number": customer,
            "holder_role": random.choice(["primary", "joint"]),
            "holder_share": random.choice([1, 0.5, 0.3]),
        },
        "activity_cost": {
            "month_end_date": month_end,
            "resource_pool": pool,
            "cost_amount": amount,
            "capacity_minutes": random.randint(100, 1000),
        },
        "activity_driver": {
            "activity_code": random.choice(["counter", "click", "upkeep", "call"]),
            "resource_pool": pool,
            "driver_code": random.choice(
                ["transaction:branch", "transaction:online", "account_month", "interaction", "interaction"]
            ),
            "minutes_per_unit": random.randint(1, 20),
            "driver_from": day,
        },
        "customer": {
            "customer_number": customer,
            "customer_type": "individual",
            "residence_type": "urban",
            "branch_number": "B1",
            "onboarded_date": day,
        },
        "exchange_rate": {
            "rate_date": day,
            "from_currency_code": "USD",
            "to_currency_code": "CNY",
            "exchange_rate": random.randint(60_000, 80_000) / 10_000,
        },
        "fee": {
            "fee_number": f"F{random.randint(1, 30)}",
            "account_number": account,
            "booking_date": day,
            "value_date": day - timedelta(days=random.choice([0, 0, 20])),
            "fee_type": "transfer",
            "fee_kind": random.choice(["fee", "fee", "refund"]),
            "amount": amount,
            "currency_code": currency,
        },
        "ftp_curve": {
            "curve_date": day,
            "currency_code": random.choice(["CNY", "USD"]),
            "tenor_months": random.choice([0, 12]),
            "ftp_rate": random.randint(100, 500) / 10_000,
        },
        "interaction": {
            "interaction_number": f"I{random.randint(1, 15)}",
            "customer_number": customer,
            "interaction_date": day,
            "channel_code": "branch",
            "topic_code": "service",
            "minutes_count": random.randint(1, 30),
        },
        "loan": {
            "account_number": account,
            "month_end_date": month_end,
            "original_amount": amount,
            "outstanding_amount": random.choice([0, amount]),
            "arrears_amount": 0,
            "days_past_due": 0,
        },
        "product": {
            "product_number": product,
            "product_name": product,
            "product_group": "current_account",
            "balance_side": random.choice(["deposit", "deposit", "loan", "none"]),
            "day_count": random.choice(["act/365", "30/360"]),
            "tenor_months": random.choice([0, 12]),
            "is_complex": False,
            "is_self_directed": False,
        },
        "risk_parameter": {
            "account_number": account,
            "month_end_date": month_end,
            "pd_rate": 0.02,
            "lgd_rate": 0.4,
            "ead_amount": amount,
            "risk_weight_rate": 0.75,
        },
        "transaction": {
            "transaction_number": f"T{random.randint(1, 120)}",
            "account_number": account,
            "booking_date": day,
            "value_date": day,
            "amount": amount,
            "credit_debit_indicator": random.choice(["CRDT", "DBIT"]),
            "currency_code": currency,
            "channel_code": random.choice(["branch", "online"]),
            "purpose_code": random.choice(["cash", "interest", "penalty_interest", "transfer"]),
            "is_customer_initiated": True,
            "reported_balance_amount": amount if source == "plain" else None,
        },
    }
    return {"source_system": source, **rows[entity]}

"""Deliveries with all that goes wrong: late, corrected, moved, orphaned, dated ahead, out of order."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

from tests.unit.warehouse.warehouse_project import EVENT_DATES, Delivery

MONTH_ENDS = [date(2024, 1, 31), date(2024, 2, 29), date(2024, 3, 31), date(2024, 4, 30)]
# demo delivers balances, plain does not: there they are derived.
SOURCES = ("demo", "plain")
ACCOUNTS = [f"A{number}" for number in range(1, 31)]
ROWS = {"account": 12, "account_balance": 30, "exchange_rate": 3, "fee": 25, "loan": 15, "transaction": 40}


def four_months(random: Random) -> Iterator[Delivery]:
    """A file for every entity and month. Many accounts stay unknown, some rows are dated after the month."""
    for month_end in MONTH_ENDS:
        for entity in EVENT_DATES:
            yield file_of(random, entity, month_end, month_end)


def file_of(random: Random, entity: str, business_date: date, delivered_on: date) -> Delivery:
    rows = [_row(random, entity, business_date) for _ in range(ROWS[entity])]
    return Delivery(f"{entity} of {business_date} on {delivered_on}", entity, business_date, delivered_on, rows)


def all_accounts(random: Random, day: date) -> Delivery:
    """From this file on no account is unknown."""
    known = [{"source_system": source, "account_number": number} for source in SOURCES for number in ACCOUNTS]
    rows = [_row(random, "account", day) | account for account in known]
    return Delivery(f"all accounts on {day}", "account", day, day, rows)


def _row(random: Random, entity: str, business_date: date) -> dict[str, Any]:
    source = random.choice(SOURCES if entity != "account_balance" else SOURCES[:1])
    account = random.choice(ACCOUNTS)
    currency = random.choice(["CNY", "CNY", "USD", "EUR"])
    day = business_date + timedelta(days=random.randint(-25, 15 if random.random() < 0.1 else 0))
    amount = random.randint(1, 100_000) / 100
    month_end = random.choice([end for end in MONTH_ENDS if end <= business_date][-2:] or MONTH_ENDS[:1])
    rows: dict[str, dict[str, Any]] = {
        "account": {
            "account_number": account,
            "currency_code": currency,
            "interest_rate": random.choice([0.01, 0.02]),
            "opened_date": day,
        },
        "account_balance": {
            "account_number": account,
            "month_end_date": month_end,
            "end_balance_amount": amount,
            "average_balance_amount": amount,
            "currency_code": currency,
        },
        "exchange_rate": {
            "rate_date": business_date - timedelta(days=random.randint(0, 2)),
            "from_currency_code": random.choice(["USD", "EUR"]),
            "to_currency_code": "CNY",
            "exchange_rate": random.randint(60_000, 80_000) / 10_000,
        },
        "fee": {
            "fee_number": f"F{random.randint(1, 30)}",
            "account_number": account,
            "booking_date": day,
            "value_date": day,
            "fee_type": "transfer",
            "fee_kind": "fee",
            "amount": amount,
            "currency_code": currency,
        },
        "loan": {
            "account_number": account,
            "month_end_date": month_end,
            "original_amount": amount,
            "outstanding_amount": amount,
            "arrears_amount": 0,
            "days_past_due": 0,
        },
        "transaction": {
            "transaction_number": f"T{random.randint(1, 60)}",
            "account_number": account,
            "booking_date": day,
            "value_date": day,
            "amount": amount,
            "credit_debit_indicator": random.choice(["CRDT", "DBIT"]),
            "currency_code": currency,
            "channel_code": "branch",
            "purpose_code": "cash",
            "is_customer_initiated": True,
            "reported_balance_amount": amount if source == "plain" else None,
        },
    }
    return {"source_system": source, **rows[entity]}

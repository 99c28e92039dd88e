"""Whole months of a bank computed by hand, from bookings to customers and named items."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.unit.contribution.contribution_chain import Chain, Row

SOURCE = {"source_system": "demo"}
ALWAYS = {"valid_from": date(1900, 1, 1), "valid_to": date(9999, 12, 31)}
MONTHS = [date(2023, 12, 31), date(2024, 1, 31), date(2024, 2, 29), date(2024, 3, 31)]
FEBRUARY = MONTHS[2]


@pytest.fixture(scope="module")
def february(chain: Chain) -> Chain:
    """February of a leap year: customer 1 holds account 1, nobody known holds account 2, account 3 is in no file."""
    chain.run(_february())
    return chain


def test_a_customer_of_one_account_by_hand(february: Chain) -> None:
    """Deposit of 100,000.00 on average, act/365, funds at 3 %: 100,000 x 3 % x 29/365 = 238.36.

    Interest paid 50.00, fee 12.00, refund 2.00; the account costs 1.00, contacts of 10 minutes 20.00.
    Exposure 5,000,000: loss 1.5 % x 40 % x 5,000,000 / 12 = 2,500.00; capital 100 % x 10.5 % = 525,000.00,
    which earns 3 % / 12 = 1,312.50 and is charged 12 % / 12 = 5,250.00.
    Before tax: 238.36 - 50 + 12 - 2 + 1,312.50 - 2,500 - 21 = -1,010.14; tax 25 %: -252.535, -252.54; net -757.60.
    RAROC 12 x -757.60 / 525,000 = -0.01731657; economic profit -757.60 - 5,250.00 = -6,007.60.
    """
    (row,) = _of_february(february, "customer_contribution_monthly")
    expected: dict[str, Any] = {
        "customer_key": 1,
        "month_end_date": FEBRUARY,
        "account_count": 1,
        "ftp_credit_amount": Decimal("238.36"),
        "interest_expense_amount": Decimal("50.00"),
        "fee_income_amount": Decimal("12.00"),
        "fee_refund_amount": Decimal("2.00"),
        "operating_cost_amount": Decimal("21.00"),
        "expected_loss_amount": Decimal("2500.00"),
        "economic_capital_amount": Decimal("525000.00"),
        "return_on_capital_amount": Decimal("1312.50"),
        "direct_profit_before_risk_amount": Decimal("1510.86"),
        "direct_profit_after_risk_amount": Decimal("-989.14"),
        "loaded_profit_before_risk_amount": Decimal("1489.86"),
        "pre_tax_income_amount": Decimal("-1010.14"),
        "tax_amount": Decimal("-252.54"),
        "net_income_amount": Decimal("-757.60"),
        "capital_charge_amount": Decimal("5250.00"),
        "economic_profit_amount": Decimal("-6007.60"),
        "raroc_rate": Decimal("-0.01731657"),
        "raroc_missing_reason": None,
        "missing_lines": None,
    }
    assert {column: row[column] for column in expected} == expected


def test_what_belongs_to_no_customer_is_named(february: Chain) -> None:
    """Account 2, of an unknown holder: funds 10,000 x 3 % x 29/365 = 23.84, interest 3.00 paid, fee 4.00, cost 1.00.

    Account 3, which no file has told of: interest charged 7.00 with penalty interest of 2.00 in it, fee 5.00.
    Treasury pays 238.36 + 23.84 for funds. Pools: office 100.00 less 2 x 1.00, callers 200.00 less 20.00 are unused.
    """
    items = {
        (row["line_code"], row["item_code"]): row["amount"]
        for row in _of_february(february, "fct_contribution_unallocated_monthly")
        if row["amount"]
    }
    expected = {
        ("INTEREST_INCOME", "unknown_account"): Decimal("7.00"),
        ("INTEREST_EXPENSE", "unknown_customer"): Decimal("3.00"),
        ("NET_INTEREST_INCOME", "unknown_account"): Decimal("7.00"),
        ("NET_INTEREST_INCOME", "unknown_customer"): Decimal("20.84"),
        ("NET_INTEREST_INCOME", "treasury"): Decimal("-262.20"),
        ("FEE_INCOME", "unknown_customer"): Decimal("4.00"),
        ("FEE_INCOME", "unknown_account"): Decimal("5.00"),
        ("OPERATING_COST", "unknown_customer"): Decimal("1.00"),
        ("OPERATING_COST", "unused_capacity:office"): Decimal("98.00"),
        ("OPERATING_COST", "unused_capacity:callers"): Decimal("180.00"),
    }
    assert {key: items.get(key) for key in expected} == expected


def test_every_line_of_customers_and_named_items_adds_up_to_what_was_booked(february: Chain) -> None:
    """Interest paid 53.00, charged 7.00; fees 21.00; work 300.00; net interest 7.00 - 53.00: funds cancel."""
    (customer,) = _of_february(february, "customer_contribution_monthly")
    items = _of_february(february, "fct_contribution_unallocated_monthly")
    totals = {
        line: customer[column] + sum((row["amount"] for row in items if row["line_code"] == line), Decimal(0))
        for line, column in {
            "INTEREST_INCOME": "interest_income_amount",
            "INTEREST_EXPENSE": "interest_expense_amount",
            "NET_INTEREST_INCOME": "net_interest_income_amount",
            "FEE_INCOME": "fee_income_amount",
            "FEE_REFUND": "fee_refund_amount",
            "OPERATING_COST": "operating_cost_amount",
        }.items()
    }
    assert totals == {
        "INTEREST_INCOME": Decimal("7.00"),
        "INTEREST_EXPENSE": Decimal("53.00"),
        "NET_INTEREST_INCOME": Decimal("-46.00"),
        "FEE_INCOME": Decimal("21.00"),
        "FEE_REFUND": Decimal("2.00"),
        "OPERATING_COST": Decimal("300.00"),
    }


def test_twelve_twelfths_of_a_loss_are_the_loss_of_a_year(chain: Chain) -> None:
    """1.5 % x 40 % x 5,000,000 = 30,000 a year: 2,500.00 in each of four months are 10,000.00, a third of it."""
    bank = _february()
    (risk,) = bank["fct_risk_parameter_monthly"]
    (balance, _) = bank["fct_account_balance_monthly"]
    bank["fct_risk_parameter_monthly"] = [{**risk, "month_end_date": month_end} for month_end in MONTHS]
    bank["fct_account_balance_monthly"] = [{**balance, "month_end_date": month_end} for month_end in MONTHS]
    chain.run(bank)
    losses = [
        row["expected_loss_amount"] for row in chain.rows("fct_contribution_account_monthly") if row["account_key"] == 1
    ]
    assert losses == [Decimal("2500.00")] * 4
    assert 3 * sum(losses) == 30_000


def test_a_source_without_risk_and_cost_says_so_for_everybody(chain: Chain) -> None:
    """Zeros would read as facts: loss, capital and cost are missing, and there is no RAROC."""
    bank = _february()
    for table in ("fct_risk_parameter_monthly", "fct_activity_cost_monthly", "fct_interaction_monthly"):
        bank[table] = []
    chain.run(bank)
    (row,) = _of_february(chain, "customer_contribution_monthly")
    assert row["missing_lines"] == "expected_loss, operating_cost, economic_capital"
    assert (row["raroc_rate"], row["raroc_missing_reason"]) == (None, "capital_missing")
    # 238.36 - 50.00 + 12.00 - 2.00 = 198.36, tax 49.59
    assert (row["net_income_amount"], row["net_income_basis"]) == (Decimal("148.77"), "partial")


def _of_february(chain: Chain, model: str) -> list[dict[str, Any]]:
    return [row for row in chain.rows(model) if row["month_end_date"] == FEBRUARY]


def _february() -> dict[str, list[Row]]:
    accounts = [
        {
            **SOURCE,
            **ALWAYS,
            "account_key": key,
            "product_key": 10,
            "branch_key": 7,
            "currency_code": "CNY",
            "opened_date": date(2023, 1, 1),
            "closed_date": None,
        }
        for key in (1, 2)
    ]
    return {
        "dim_date": [
            {"date_day": day, "month_start_date": day.replace(day=1), "month_end_date": day, "is_month_end": True}
            for day in MONTHS
        ],
        "dim_product": [{"product_key": 10, "balance_side": "deposit", "day_count": "act/365", "tenor_months": 0}],
        "dim_account": accounts,
        "bridge_account_holder": [
            {**ALWAYS, "account_key": 1, "customer_key": 1, "holder_role": "primary", "holder_weight": 1},
            {**ALWAYS, "account_key": 2, "customer_key": -1, "holder_role": "unknown", "holder_weight": 1},
        ],
        "dim_customer": [
            {
                **SOURCE,
                **ALWAYS,
                "customer_key": 1,
                "branch_key": 8,
                "onboarded_date": date(2024, 2, 1),
                "closed_date": date(2024, 2, 29),
            }
        ],
        "fct_account_balance_monthly": [
            {
                **SOURCE,
                "account_key": key,
                "month_end_date": FEBRUARY,
                "currency_code": "CNY",
                "average_balance_amount": average,
                "end_balance_amount": average,
                "running_balance_amount": average,
            }
            for key, average in ((1, 100_000), (2, 10_000))
        ],
        "fct_transaction": [
            _booking(1, "interest", "CRDT", 50),
            _booking(2, "interest", "CRDT", 3),
            _booking(-1, "interest", "DBIT", 5),
            _booking(-1, "penalty_interest", "DBIT", 3),
            _booking(-1, "penalty_interest", "CRDT", 1),
        ],
        "fct_fee": [_fee(1, "fee", 12), _fee(1, "refund", 2), _fee(2, "fee", 4), _fee(-1, "fee", 5)],
        "fct_ftp_curve": [
            {**SOURCE, **ALWAYS, "currency_code": "CNY", "tenor_months": 0, "ftp_rate": "0.03", "ftp_basis": "booked"}
        ],
        "fct_risk_parameter_monthly": [
            {
                **SOURCE,
                "account_key": 1,
                "month_end_date": FEBRUARY,
                "pd_rate": "0.015",
                "lgd_rate": "0.4",
                "ead_amount": 5_000_000,
                "risk_weight_rate": 1,
            }
        ],
        "fct_activity_cost_monthly": [
            {**SOURCE, "month_end_date": FEBRUARY, "resource_pool": pool, "cost_amount": cost, "capacity_minutes": 100}
            for pool, cost in (("office", 100), ("callers", 200))
        ],
        "dim_activity_driver": [
            {
                **SOURCE,
                **ALWAYS,
                "activity_code": activity,
                "resource_pool": pool,
                "driver_code": driver,
                "minutes_per_unit": 1,
            }
            for activity, pool, driver in (
                ("upkeep", "office", "account_month"),
                ("contact", "callers", "interaction"),
            )
        ],
        "fct_interaction_monthly": [
            {**SOURCE, "customer_key": 1, "month_end_date": FEBRUARY, "interaction_count": 1, "minutes_count": 10}
        ],
        "parameter": [
            {**ALWAYS, "parameter_code": code, "value": value}
            for code, value in (
                ("tax_rate", "0.25"),
                ("hurdle_rate", "0.12"),
                ("capital_ratio", "0.105"),
                ("return_on_capital_rate", "0.03"),
            )
        ],
    }


def _booking(account: int, purpose: str, indicator: str, amount: int) -> Row:
    return {
        **SOURCE,
        "account_key": account,
        "booking_date": FEBRUARY,
        "booking_month": date(2024, 2, 1),
        "credit_debit_indicator": indicator,
        "amount": amount,
        "currency_code": "CNY",
        "reporting_amount": amount,
        "channel_code": "system",
        "purpose_code": purpose,
        "is_customer_initiated": False,
    }


def _fee(account: int, kind: str, amount: int) -> Row:
    return {
        **SOURCE,
        "account_key": account,
        "booking_date": FEBRUARY,
        "value_date": FEBRUARY,
        "fee_kind": kind,
        "amount": amount,
        "currency_code": "CNY",
    }

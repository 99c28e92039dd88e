"""The bank's own books: contribution of each customer by line, and the ledger that the lines add up to.

All amounts are cents of CNY. Money is computed in the account's currency, rounded, converted with the rate
of the month's end and rounded again; a line of an account is shared among its holders by rounding the share
of each joint holder and leaving the rest to the primary holder. The revaluation difference alone looks at
transactions at the rate of their booking day.
"""

from dataclasses import dataclass

import numpy as np

from simulator.accounts import Accounts, JointHolders
from simulator.bookings import Fees, Rows
from simulator.costs import MonthCosts
from simulator.exact import MILLION, Flags, Ints, half_away, half_away_big, total_by
from simulator.laws import Laws
from simulator.people import Customers
from simulator.posting import MonthBooks, interest_of
from simulator.products import DEPOSIT, LOAN, LOSS_GIVEN_DEFAULT, RISK_WEIGHT, TENOR_INDEX
from simulator.rates import Rates
from simulator.timeline import Month

LINES = (
    "interest_income",
    "ftp_charge",
    "ftp_credit",
    "interest_expense",
    "fee_income",
    "fee_refund",
    "expected_loss",
    "operating_cost",
    "tax",
    "net_income",
    "economic_capital",
    "economic_profit",
    "revaluation_difference",
)
DEFAULT_BY_GRADE = np.array([10, 30, 80, 200, 500])  # ten-thousandths a year
CONVERSION_OF_UNDRAWN = 40  # per cent of the undrawn limit
TEN_THOUSAND = 10_000


@dataclass(frozen=True)
class Risk:
    """Risk parameters of the loan accounts open at a month's end: pd in ten-thousandths, lgd and weight in
    %."""

    account: Ints
    default: Ints
    loss: Ints
    exposure: Ints
    weight: Ints


@dataclass(frozen=True)
class MonthResult:
    """Lines by name, each an array over customers; the ledger by line code; who has a row."""

    lines: dict[str, Ints]
    ledger: dict[str, int]
    customers: Ints


def month_risk(customers: Customers, accounts: Accounts, balance: Ints, books: MonthBooks, month: Month) -> Risk:
    """Risk parameters by the Basel standardised weights; arrears multiply the probability of default."""
    loans = np.flatnonzero(books.is_active & (accounts.side == LOAN) & (accounts.closed > month.last))
    past_due = books.days_past_due[loans]
    multiplier = np.select([past_due > 90, past_due > 30, past_due > 0], [1_000, 8, 3], 1)
    default = np.minimum(DEFAULT_BY_GRADE[customers.grade[accounts.owner[loans]]] * multiplier, TEN_THOUSAND)
    outstanding = np.maximum(-balance[loans], 0)
    undrawn = np.maximum(accounts.limit[loans] - outstanding, 0) * (accounts.limit[loans] > 0)
    exposure = outstanding + half_away(undrawn * CONVERSION_OF_UNDRAWN, 100)
    product = accounts.product[loans]
    return Risk(loans, default, LOSS_GIVEN_DEFAULT[product], exposure, RISK_WEIGHT[product])


def revaluation_difference(
    accounts: Accounts, rates: Rates, rows: Rows, opening: Ints, closing: Ints, month: Month
) -> Ints:
    """The bank's gain per account from changed exchange rates: balance before the month + transactions - balance
    after it, each in CNY at the rate of its own day. A balance is what the bank owes."""
    currency = accounts.currency
    booked = rates.booked_cny(rows.amount, currency[rows.account], rows.day)
    before = rates.to_cny(opening, currency, month.first - 1)
    after = rates.to_cny(closing, currency, month.last)
    return before + total_by(rows.account, booked, accounts.count) - after


def month_result(
    laws: Laws,
    customers: Customers,
    accounts: Accounts,
    holders: JointHolders,
    rates: Rates,
    books: MonthBooks,
    valued_fees: Fees,
    risk: Risk,
    costs: MonthCosts,
    revaluation: Ints,
    month: Month,
) -> MonthResult:
    """Contribution of all customers in a month, and its ledger. valued_fees: fees whose value date is in the
    month; revaluation: the revaluation difference by account."""
    side, count = accounts.side, accounts.count

    def cny(amounts: Ints) -> Ints:
        return rates.to_cny(amounts, accounts.currency, month.last)

    curve = rates.curve[month.index][accounts.currency, TENOR_INDEX[accounts.product]]
    transfer_price = cny(interest_of(books.average, curve, accounts.product, month.days))
    interest = cny(books.interest + books.penalty)
    charged = valued_fees.take(~valued_fees.is_refund)
    refunded = valued_fees.take(valued_fees.is_refund)
    expected_loss, capital = np.zeros(count, dtype=np.int64), np.zeros(count, dtype=np.int64)
    expected_loss[risk.account] = half_away(risk.default * risk.loss * risk.exposure, 12 * TEN_THOUSAND * 100)
    per_mille = round(laws.capital_ratio * 1000)
    capital[risk.account] = half_away(risk.weight * risk.exposure * per_mille, 100 * 1000)
    by_account = {
        "interest_income": np.where(side == LOAN, interest, 0),
        "ftp_charge": np.where(side == LOAN, transfer_price, 0),
        "ftp_credit": np.where(side == DEPOSIT, transfer_price, 0),
        "interest_expense": np.where(side == DEPOSIT, interest, 0),
        "fee_income": cny(total_by(charged.account, charged.amount, count)),
        "fee_refund": cny(total_by(refunded.account, refunded.amount, count)),
        "expected_loss": expected_loss,
        "operating_cost": costs.by_account,
        "economic_capital": capital,
        "revaluation_difference": revaluation,
    }
    lines = {line: shared(amount, accounts, holders, customers.count) for line, amount in by_account.items()}
    lines["operating_cost"] = lines["operating_cost"] + costs.by_customer
    interest_result = lines["interest_income"] - lines["ftp_charge"] + lines["ftp_credit"] - lines["interest_expense"]
    pre_tax = (
        interest_result + lines["fee_income"] - lines["fee_refund"] - lines["expected_loss"] - lines["operating_cost"]
    )
    tax_per_mille = round(laws.tax_rate * 1000)
    lines["tax"] = half_away(pre_tax * tax_per_mille, 1000)
    lines["net_income"] = pre_tax - lines["tax"]
    hurdle_per_mille = round(laws.hurdle_rate * 1000)
    lines["economic_profit"] = lines["net_income"] - half_away(lines["economic_capital"] * hurdle_per_mille, 12 * 1000)
    total = {line: int(lines[line].sum()) for line in LINES}
    treasury = total["ftp_charge"] - total["ftp_credit"]
    tax = (
        total["tax"]
        + half_away_big(treasury * tax_per_mille, 1000)
        + half_away_big(-costs.unused * tax_per_mille, 1000)
    )
    ledger = {
        "INTEREST_INCOME": total["interest_income"],
        "INTEREST_EXPENSE": total["interest_expense"],
        "FEE_INCOME": total["fee_income"],
        "FEE_REFUND": total["fee_refund"],
        "EXPECTED_LOSS": total["expected_loss"],
        "OPERATING_COST": costs.total,
        "TAX": tax,
        "REVALUATION": total["revaluation_difference"],
    }
    present = _has_row(customers, lines, month)
    return MonthResult({line: lines[line] for line in LINES}, ledger, np.flatnonzero(present))


def _has_row(customers: Customers, lines: dict[str, Ints], month: Month) -> Flags:
    present = customers.on_book(month.first, month.last)
    for line in ("interest_income", "interest_expense", "fee_income", "fee_refund", "operating_cost"):
        present = present | (lines[line] != 0)
    return present


def shared(amounts: Ints, accounts: Accounts, holders: JointHolders, customers: int) -> Ints:
    """Amounts by account to amounts by customer: rounded shares to joint holders, the rest to the primary."""
    joint = half_away(amounts[holders.account] * holders.share, MILLION)
    primary = amounts - total_by(holders.account, joint, amounts.size)
    return total_by(accounts.owner, primary, customers) + total_by(holders.customer, joint, customers)


def split_by_value(fees: Fees, month: Month) -> tuple[Fees, Fees]:
    """Fees whose value date lies in the month (or before), and those valued later."""
    later = fees.value_day > month.last
    return fees.take(~later), fees.take(later)

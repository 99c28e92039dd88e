"""Closes a month: end-of-day balances, interest, the closing of accounts, and what stays on the books."""

from dataclasses import dataclass

import numpy as np

from simulator.activity import (
    departures,
    income_rows,
    merchant_rows,
    openings,
    savings_plans,
    supplier_payments,
    usage,
)
from simulator.bookings import (
    INTEREST,
    LOAN_PAYMENT,
    PENALTY_INTEREST,
    TRANSFER,
    Fees,
    Rows,
    booked,
    fee_rows,
    join_fees,
    join_rows,
)
from simulator.charges import charges
from simulator.credit import card_payments, instalments, revolving_credit
from simulator.exact import MILLION, NO_DATE, Flags, Ints, half_away, total_by
from simulator.people import Relationships
from simulator.products import ACT_365, DAY_COUNT, LOAN, THIRTY_360
from simulator.scope import Scope

PENALTY_SPREAD = 30_000


@dataclass(frozen=True)
class MonthBooks:
    """A month's outcome. average, interest and penalty are per account in cents; interest is never
    negative."""

    rows: Rows
    fees: Fees
    is_active: Flags
    average: Ints
    interest: Ints
    penalty: Ints
    days_past_due: Ints


def interest_of(average: Ints, rate: Ints, product: Ints, days: int) -> Ints:
    """Interest of a month in cents on an average balance, by the product's day count; rates in millionths."""
    count = DAY_COUNT[product]
    elapsed = np.where(count == THIRTY_360, 30, days)
    year = np.where(count == ACT_365, 365, 360)
    return half_away(np.abs(average) * rate * elapsed, MILLION * year)


def daily_balances(scope: Scope, rows: Rows) -> tuple[Ints, Ints]:
    """The active accounts and their end-of-day balances, [active account, day of the month]."""
    active = np.flatnonzero(scope.is_active)
    place = np.full(scope.accounts.count, -1)
    place[active] = np.arange(active.size)
    cell = place[rows.account] * scope.month.days + rows.day - scope.month.first
    moves = total_by(cell, rows.amount, active.size * scope.month.days).reshape(active.size, scope.month.days)
    return active, scope.positions.balance[active][:, None] + np.cumsum(moves, axis=1)


def top_ups(scope: Scope, active: Ints, path: Ints) -> Rows:
    """Money that the customer brings in on the first day so that no deposit is ever overdrawn; adds it to
    path."""
    lowest = path.min(axis=1)
    short = (scope.accounts.side[active] != LOAN) & (lowest < 0)
    amount = np.where(short, -(lowest // 10_000) * 10_000, 0)
    day = scope.first_day[active]
    since = np.arange(scope.month.days)[None, :] >= (day - scope.month.first)[:, None]
    path += amount[:, None] * since
    bank, payer = scope.other_banks(int(short.sum()))
    return booked(active[short], day[short], amount[short], TRANSFER, bank=bank, counterparty=payer)


def make_month(scope: Scope, relationships: Relationships, manager_changed: Ints) -> MonthBooks:
    """All rows of a month up to the month-end posting of interest and the closing of accounts; moves the
    positions."""
    accounts, positions, month = scope.accounts, scope.positions, scope.month
    used = usage(scope, month.first, month.last)
    takings, merchant_fees = merchant_rows(scope)
    fees = join_fees([merchant_fees, *charges(scope, used)])
    parts = [
        *openings(scope),
        *income_rows(scope),
        used,
        *savings_plans(scope),
        *instalments(scope),
        *card_payments(scope),
        *revolving_credit(scope),
        *supplier_payments(scope, relationships),
        *departures(scope, manager_changed),
        *takings,
        fee_rows(fees),
    ]
    ordinary = join_rows(parts)
    active, path = daily_balances(scope, ordinary)
    parts.append(top_ups(scope, active, path))

    closing = scope.is_closing[active]
    final = path[:, -1].copy()
    after_close = np.arange(month.days)[None, :] >= (accounts.closed[active] - month.first)[:, None]
    path[after_close] = 0
    average = np.zeros(accounts.count, dtype=np.int64)
    average[active] = half_away(path.sum(axis=1), month.days)

    interest = np.zeros(accounts.count, dtype=np.int64)
    interest[active] = interest_of(average[active], accounts.rate[active], accounts.product[active], month.days)
    positions.arrears[scope.is_closing] = 0
    positions.oldest_due[scope.is_closing] = NO_DATE
    penalty_rate = accounts.rate + PENALTY_SPREAD
    penalty = half_away(positions.arrears * penalty_rate * month.days, 360 * MILLION)
    sign = np.where(accounts.side == LOAN, -1, 1)
    posting_day = np.where(scope.is_closing, accounts.closed, month.last)
    posted, fined = np.flatnonzero(interest > 0), np.flatnonzero(penalty > 0)
    parts.append(booked(posted, posting_day[posted], sign[posted] * interest[posted], INTEREST))
    parts.append(booked(fined, posting_day[fined], -penalty[fined], PENALTY_INTEREST))

    positions.balance[active] = final + sign[active] * interest[active] - penalty[active]
    leaving = active[closing & (positions.balance[active] != 0)]
    bank, other = scope.other_banks(leaving.size)
    purpose = np.where(accounts.side[leaving] == LOAN, LOAN_PAYMENT, TRANSFER)
    parts.append(
        booked(
            leaving,
            accounts.closed[leaving],
            -positions.balance[leaving],
            purpose,
            bank=bank,
            counterparty=other,
        )
    )
    positions.balance[leaving] = 0
    positions.last_fees = fees
    past_due = np.where(positions.arrears > 0, month.last - positions.oldest_due, 0)
    return MonthBooks(join_rows(parts), fees, scope.is_active, average, interest, penalty, past_due)


def make_days(scope: Scope, first: int, last: int) -> Rows:
    """Usage alone between two days after the last month, with the top-ups that it needs; moves the
    balances."""
    used = usage(scope, first, last)
    used = used.take(np.argsort(used.day, kind="stable"))
    balance = scope.positions.balance
    moved = total_by(used.account, np.minimum(used.amount, 0), scope.accounts.count)
    short = np.flatnonzero((scope.accounts.side != LOAN) & (balance + moved < 0))
    amount = -((balance + moved)[short] // 10_000) * 10_000
    bank, payer = scope.other_banks(short.size)
    top_up = booked(short, np.full(short.size, first), amount, TRANSFER, bank=bank, counterparty=payer)
    rows = join_rows([top_up, used])
    balance += total_by(rows.account, rows.amount, scope.accounts.count)
    return rows

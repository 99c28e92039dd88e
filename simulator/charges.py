"""Fees and refunds of a month."""

import numpy as np

from simulator.bookings import (
    ACCOUNT_FEE,
    ARRANGEMENT_FEE,
    CARD_FEE,
    CUSTODY_FEE,
    TRANSFER,
    TRANSFER_FEE,
    Fees,
    Rows,
)
from simulator.exact import Ints, half_away
from simulator.people import INDIVIDUAL
from simulator.products import LOAN
from simulator.rates import CNY
from simulator.scope import Scope


def charges(scope: Scope, usage: Rows) -> list[Fees]:
    """Account, transfer, card, custody and arrangement fees, and refunds of some fees of last month."""
    accounts, customers, random, month = scope.accounts, scope.customers, scope.random, scope.month

    def charged(account: Ints, day: Ints, kind: int, amount: Ints, value_day: Ints | None = None) -> Fees:
        kinds, never = np.full(account.size, kind), np.zeros(account.size, dtype=bool)
        return Fees(account, day, day if value_day is None else value_day, kinds, never, amount)

    current = scope.staying("current")
    person = customers.kind[accounts.owner[current]] == INDIVIDUAL
    current = current[~person | (current % 5 < 2)]
    person = customers.kind[accounts.owner[current]] == INDIVIDUAL
    amount = np.where(person, 1_000, np.where(current % 2 == 0, 5_000, 20_000))
    amount = np.where(accounts.currency[current] == CNY, amount, 200)
    last = np.full(current.size, month.last)
    # some are booked on the last day of the month with the first day of the next as their value date
    shifted = (random.random(current.size) < 0.15) & (accounts.closed[current] > month.last + 31)
    parts = [charged(current, last, ACCOUNT_FEE, amount, last + shifted)]

    transfers = np.flatnonzero((usage.purpose == TRANSFER) & (random.random(usage.count) < 0.2))
    amount = np.clip(half_away(np.abs(usage.amount[transfers]), 1_000), 200, 5_000)
    parts.append(charged(usage.account[transfers], usage.day[transfers], TRANSFER_FEE, amount))

    cards = scope.staying("credit_card")
    cards = cards[cards % 12 == month.index % 12]
    day = month.first + accounts.pay_day[cards]
    parts.append(charged(cards, day, CARD_FEE, np.full(cards.size, 20_000)))

    funds = scope.staying("fund")
    amount = half_away(np.maximum(scope.positions.balance[funds], 0), 2_000)
    funds, amount = funds[amount > 0], amount[amount > 0]
    parts.append(charged(funds, np.full(funds.size, month.first + 19), CUSTODY_FEE, amount))

    loans = np.flatnonzero(scope.is_new & (accounts.opened >= month.first) & (accounts.payment > 0))
    payer = accounts.current[accounts.owner[loans]]
    day = np.maximum(scope.first_day[loans], scope.first_day[payer])
    amount = np.maximum(half_away(accounts.opening[loans], 200), 1)
    parts.append(charged(payer, day, ARRANGEMENT_FEE, amount))

    past = scope.positions.last_fees
    account = past.account
    refunded = (random.random(account.size) < 0.02) & ~past.is_refund & (accounts.side[account] != LOAN)
    refunded &= scope.is_active[account] & ~scope.is_closing[account]
    past = past.take(refunded)
    day = month.first + random.integers(2, 26, past.account.size)
    parts.append(Fees(past.account, day, day, past.kind, np.ones(day.size, dtype=bool), past.amount))
    return parts

"""What customers do on their accounts in a month: openings, income, usage, standing orders, departures."""

import numpy as np

from simulator.bookings import (
    ACQUIRING_FEE,
    ATM,
    BRANCH,
    CASH,
    DRAWDOWN,
    HOUSEHOLD_BILL,
    INSURANCE,
    INVESTMENT,
    NO_ACCOUNT,
    OTHER,
    PENSION,
    PURCHASE,
    SALARY,
    TRANSFER,
    Fees,
    Rows,
    booked,
    internal,
)
from simulator.exact import Flags, Ints, cents, half_away
from simulator.people import INDIVIDUAL, MEAN_MONTH_DAYS, RETIRED, SUPPLIER, UNEMPLOYED, Relationships
from simulator.products import DEPOSIT, LOAN
from simulator.rates import EXCHANGE_START
from simulator.scope import Scope

USAGE_PURPOSES = np.array([PURCHASE, TRANSFER, CASH, HOUSEHOLD_BILL, INSURANCE, INVESTMENT, OTHER, SALARY])
USAGE_SHARE_PERSON = np.array([0.55, 0.14, 0.12, 0.09, 0.03, 0.02, 0.05, 0.0])
USAGE_SHARE_FIRM = np.array([0.45, 0.30, 0.05, 0.02, 0.03, 0.01, 0.04, 0.10])
USAGE_SIZE = np.array([1.0, 2.0, 1.2, 0.8, 1.5, 3.0, 0.8, 3.0])
MEAN_SIZE_PERSON = float(USAGE_SHARE_PERSON @ USAGE_SIZE)
MEAN_SIZE_FIRM = float(USAGE_SHARE_FIRM @ USAGE_SIZE)


def openings(scope: Scope) -> list[Rows]:
    """The first deposit, or the drawdown of a loan, of each account that is new to the books."""
    accounts = scope.accounts
    new = np.flatnonzero(scope.is_new & (accounts.opening > 0))
    is_loan = accounts.side[new] == LOAN
    deposits, loans = new[~is_loan], new[is_loan]
    rows = [
        booked(deposits, scope.first_day[deposits], accounts.opening[deposits], TRANSFER),
        booked(loans, scope.first_day[loans], -accounts.opening[loans], DRAWDOWN),
    ]
    fresh = loans[accounts.opened[loans] >= scope.month.first]
    paid_out_to = accounts.current[accounts.owner[fresh]]
    day = np.maximum(scope.first_day[fresh], scope.first_day[paid_out_to])
    rows.append(booked(paid_out_to, day, accounts.opening[fresh], DRAWDOWN, bank=0, counterparty=-(fresh + 2)))
    return rows


def income_rows(scope: Scope) -> list[Rows]:
    """Salaries and pensions of persons; receipts of firms, public bodies and financial institutions."""
    customers, accounts = scope.customers, scope.accounts
    current = accounts.current
    person = customers.kind == INDIVIDUAL
    payday = scope.month.first + 9 + accounts.pay_day[current] % 10
    here = (payday >= scope.first_day[current]) & (payday <= scope.last_day[current]) & scope.is_active[current]
    paid = np.flatnonzero(here & person & (customers.employment != UNEMPLOYED) & (current % 10 < 7))
    amount = cents(scope.income[paid] / 100 * scope.random.uniform(0.97, 1.03, paid.size))
    purpose = np.where(customers.employment[paid] == RETIRED, PENSION, SALARY)
    bank, source = scope.other_banks(paid.size)
    rows = [booked(current[paid], payday[paid], amount, purpose, bank=bank, counterparty=source)]

    firms = np.flatnonzero(~person & scope.is_active[current])
    receipts = np.repeat(firms, scope.random.poisson(2.0, firms.size))
    account = current[receipts]
    day = _day_within(scope, account)
    amount = cents(scope.income[receipts] / 100 * 0.12 * scope.random.lognormal(-0.3, 0.8, receipts.size))
    bank, source = scope.other_banks(receipts.size)
    kept = day >= 0
    rows.append(booked(account, day, amount, TRANSFER, bank=bank, counterparty=source).take(kept & (amount > 0)))
    return rows


def _day_within(scope: Scope, account: Ints) -> Ints:
    """A day on which each account is open; -1 where the month has none."""
    first, last = scope.first_day[account], scope.last_day[account]
    day = first + (scope.random.random(account.size) * (last - first + 1)).astype(np.int64)
    return np.where(last >= first, day, -1)


def usage(scope: Scope, first: int, last: int) -> Rows:
    """Customer-initiated transactions between two days by the usage law, over the customer's accounts."""
    customers, accounts, random = scope.customers, scope.accounts, scope.random
    current = accounts.current
    begin = np.maximum(scope.first_day[current], first)
    end = np.minimum(np.minimum(scope.last_day[current], last), customers.usage_death)
    days = np.where(scope.is_active[current], np.maximum(end - begin + 1, 0), 0)
    owner = np.repeat(np.arange(customers.count), random.poisson(customers.usage_rate * days / MEAN_MONTH_DAYS))
    count = owner.size
    day = begin[owner] + (random.random(count) * days[owner]).astype(np.int64)

    person = customers.kind[owner] == INDIVIDUAL
    lot = random.random(count)
    kind = np.where(
        person,
        np.searchsorted(np.cumsum(USAGE_SHARE_PERSON)[:-1], lot),
        np.searchsorted(np.cumsum(USAGE_SHARE_FIRM)[:-1], lot),
    )
    purpose = USAGE_PURPOSES[kind]
    account = _account_for(scope, owner, purpose, day)
    size = np.where(person, 0.70 / MEAN_SIZE_PERSON, 0.22 / MEAN_SIZE_FIRM) * USAGE_SIZE[kind]
    mean = scope.income[owner] / 100 * size / np.maximum(customers.usage_rate[owner], 1.0)
    currency = accounts.currency[account]
    mean = mean / np.array([1.0, *EXCHANGE_START])[currency]
    sigma = scope.laws.amount_sigma
    amount = np.maximum(cents(mean * random.lognormal(-(sigma**2) / 2, sigma, count)), 1)
    is_credit = (purpose == CASH) & (random.random(count) < 0.3) & (accounts.side[account] == DEPOSIT)

    channel = _channel_for(scope, purpose, person, customers.prefers_counter[owner])
    has_counterparty = (purpose != CASH) & (purpose != OTHER)
    bank, payee = scope.other_banks(count)
    is_card = accounts.side[account] == LOAN
    value_day = day + (is_card & (random.random(count) < 0.5))
    return Rows(
        account,
        day,
        value_day,
        np.where(is_credit, amount, -amount),
        channel,
        purpose,
        np.ones(count, dtype=bool),
        np.where(has_counterparty, bank, -1),
        np.where(has_counterparty, payee, NO_ACCOUNT),
    )


def _account_for(scope: Scope, owner: Ints, purpose: Ints, day: Ints) -> Ints:
    """Purchases go on the card, some of the rest on foreign and joint accounts, where they are open that
    day."""
    accounts = scope.accounts
    lot = scope.random.random(owner.size)
    chosen = accounts.current[owner]
    for kind, share in ((accounts.joint, 0.2), (accounts.foreign, 0.1), (accounts.card, 0.35)):
        other = kind[owner]
        wanted = (other >= 0) & (lot < share)
        if kind is accounts.card:
            wanted &= purpose == PURCHASE
        is_open = scope.is_active[other] & (day >= scope.first_day[other]) & (day <= scope.last_day[other])
        chosen = np.where(wanted & is_open, other, chosen)
    return chosen


def _channel_for(scope: Scope, purpose: Ints, person: Flags, prefers_counter: Flags) -> Ints:
    lot = scope.random.random(purpose.size)
    usual = np.searchsorted(np.array([0.08, 0.08, 0.35, 0.95]), lot)
    counter = np.searchsorted(np.array([0.80, 0.80, 0.85, 0.90]), lot)
    business = np.searchsorted(np.array([0.15, 0.15, 0.80, 0.95]), lot)
    channel = np.where(person, np.where(prefers_counter, counter, usual), business)
    at_machine = (lot < 0.7) & ~prefers_counter
    return np.where(purpose == CASH, np.where(at_machine, ATM, BRANCH), channel)


def savings_plans(scope: Scope) -> list[Rows]:
    """Standing orders from the current account into savings and funds."""
    rows = []
    for group, share, purpose in (("savings", 0.06, TRANSFER), ("fund", 0.04, INVESTMENT)):
        account = scope.staying(group)
        account = account[account % 2 == 0]
        owner = scope.accounts.owner[account]
        day = scope.month.first + scope.accounts.pay_day[account]
        amount = cents(np.rint(scope.income[owner] / 100 * share))
        payer = scope.accounts.current[owner]
        kept = (amount > 0) & (day <= scope.last_day[payer]) & (day >= scope.first_day[payer])
        rows += internal(payer[kept], account[kept], day[kept], amount[kept], purpose)
    return rows


def departures(scope: Scope, manager_changed: Ints) -> list[Rows]:
    """Deposits that leave: a share of them after a change of manager, most of them when a customer drifts
    away."""
    accounts, laws = scope.accounts, scope.laws
    share = np.zeros(scope.customers.count)
    share[manager_changed] = 1 - laws.manager_change_balance_factor
    drifts = scope.random.random(scope.customers.count) < laws.balance_attrition_hazard
    share[drifts] = laws.balance_attrition_share
    deposits = np.flatnonzero(
        (accounts.side == DEPOSIT) & scope.is_active & ~scope.is_closing & ~scope.is_new & (share[accounts.owner] > 0)
    )
    balance = np.maximum(scope.positions.balance[deposits], 0)
    amount = half_away(balance * np.rint(share[accounts.owner[deposits]] * 1000).astype(np.int64), 1000)
    deposits, amount = deposits[amount > 0], amount[amount > 0]
    day = scope.month.first + accounts.pay_day[deposits]
    bank, payee = scope.other_banks(deposits.size)
    return [booked(deposits, day, -amount, TRANSFER, bank=bank, counterparty=payee)]


def supplier_payments(scope: Scope, relationships: Relationships) -> list[Rows]:
    """What firms pay to suppliers that bank here too: about every second month, by the smaller of the two."""
    current, month = scope.accounts.current, scope.month
    running = (relationships.kind == SUPPLIER) & (relationships.valid_from < month.first)
    links = np.flatnonzero(running & (relationships.valid_to > month.last))
    links = links[scope.random.random(links.size) < 0.5]
    buyer, supplier = relationships.customer[links], relationships.related[links]
    volume = np.minimum(scope.income[buyer], scope.income[supplier]) / 100
    amount = np.maximum(cents(np.rint(volume * scope.random.uniform(0.01, 0.05, links.size))), 100)
    day = month.first + scope.random.integers(0, month.days, links.size)
    return internal(current[buyer], current[supplier], day, amount, TRANSFER)


def merchant_rows(scope: Scope) -> tuple[list[Rows], Fees]:
    """Card takings come in on the merchant's account, less a fee of 0.6 %, and are swept to its current
    account."""
    merchants = scope.staying("payment")
    owner = scope.accounts.owner[merchants]
    takings = np.maximum(cents(scope.income[owner] / 100 * scope.random.uniform(0.02, 0.08, merchants.size)), 1_000)
    fee = np.maximum(half_away(takings * 6, 1_000), 1)
    day = scope.month.first + scope.accounts.pay_day[merchants]
    bank, payer = scope.other_banks(merchants.size)
    rows = [
        booked(merchants, day, takings, TRANSFER, bank=bank, counterparty=payer),
        *internal(merchants, scope.accounts.current[owner], day, takings - fee, TRANSFER),
    ]
    return rows, Fees(merchants, day, day, np.full(day.size, ACQUIRING_FEE), np.zeros(day.size, dtype=bool), fee)

"""How customers and terms change from month to month: the reason for history in the dimensions."""

import numpy as np

from simulator.accounts import CHANGED_SHARES, Accounts, JointHolders
from simulator.exact import Flags, Ints
from simulator.names import REGION_CODES
from simulator.people import (
    CORPORATE,
    DIVORCED,
    EMPLOYED,
    INDIVIDUAL,
    MARRIED,
    RETIRED,
    SELF_EMPLOYED,
    SINGLE,
    STUDENT,
    UNEMPLOYED,
    Customers,
)
from simulator.products import YEARLY_CUT
from simulator.randomness import stream
from simulator.timeline import Month

LOWEST_RATE = 500


def change_customers(customers: Customers, month: Month, seed: int) -> Flags:
    """Weddings, divorces, births, moves, retirement, new jobs, firms that grow or shrink. Returns who
    changed.

    Nobody ever returns to an earlier state: a row of the customer extract never recurs by chance.
    """
    random = stream(seed, "changes", month.index)
    count = customers.count
    present = customers.on_book(month.first, month.last) & (customers.onboarded < month.first)
    person = (customers.kind == INDIVIDUAL) & present
    age = (month.last - customers.birth) / 365.25
    alone = np.bincount(customers.household, minlength=count)[customers.household] == 1

    def lot(mask: Flags, chance: float) -> Flags:
        return mask & (random.random(count) < chance)

    weds = lot(person & alone & (customers.marital == SINGLE) & (age > 22), 0.003)
    parts = lot(person & alone & (customers.marital == MARRIED), 0.001)
    bears = lot(person & (customers.marital == MARRIED) & (age < 42), 0.004)
    moves = lot(person & alone, 0.002)
    dials = lot(person, 0.004) | moves
    dials[random.permutation(np.flatnonzero(person))[:1]] = True  # so that even a small bank changes every month
    retires = lot(person & (age >= 62) & (customers.employment != RETIRED), 0.1)
    loses = lot(person & (customers.employment == EMPLOYED), 0.001)
    starts = lot(person & (customers.employment == STUDENT), 0.03)
    resizes = lot(present & (customers.kind == CORPORATE) & (customers.staff > 4), 0.03)

    customers.marital[weds] = MARRIED
    customers.marital[parts & ~weds] = DIVORCED
    customers.children[bears] += 1
    customers.youngest_birth[bears] = month.first + random.integers(0, month.days, count)[bears]
    customers.region[moves] = (customers.region[moves] + 1) % len(REGION_CODES)
    customers.phone[dials] = random.integers(0, 10**7, count)[dials]
    customers.employment[loses] = UNEMPLOYED
    customers.employment[starts] = SELF_EMPLOYED
    customers.employment[retires] = RETIRED
    step = np.maximum(customers.staff // 20, 1)
    customers.staff[resizes] += np.where(customers.growth > 0, step, -step)[resizes]
    changed: Flags = weds | parts | bears | dials | retires | loses | starts | resizes
    return changed


def change_rates(accounts: Accounts, month: Month) -> Flags:
    """Deposit rates and mortgages fall each June and December, to a floor, from the month after. Returns
    which."""
    if month.end.month not in (6, 12):
        return np.zeros(accounts.count, dtype=bool)
    before = accounts.rate.copy()
    cut = YEARLY_CUT[accounts.product]
    accounts.rate[:] = np.where(cut > 0, np.maximum(before - cut // 2, LOWEST_RATE), before)
    changed: Flags = accounts.rate != before
    return changed


def change_shares(accounts: Accounts, holders: JointHolders, month: Month) -> Ints:
    """Holders of a few joint accounts agree on other shares. Returns the accounts."""
    rows = np.flatnonzero(holders.change_month == month.index)
    holders.share[rows] = CHANGED_SHARES[1]
    accounts.primary_share[holders.account[rows]] = CHANGED_SHARES[0]
    return np.unique(holders.account[rows])

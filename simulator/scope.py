"""A month as seen from the accounts: who is open, until when, and with how much."""

from dataclasses import dataclass

import numpy as np

from simulator.accounts import Accounts
from simulator.bookings import Fees
from simulator.exact import Ints
from simulator.laws import Laws
from simulator.names import BANKS
from simulator.people import Customers
from simulator.products import products_of
from simulator.randomness import stream
from simulator.timeline import Month


@dataclass
class Positions:
    """What a month leaves to the next, per account in cents; oldest_due is the first missed due day or
    NO_DATE."""

    balance: Ints
    arrears: Ints
    oldest_due: Ints
    last_fees: Fees


class Scope:
    """Customers, accounts and positions in one month, with the month's random stream."""

    def __init__(
        self,
        laws: Laws,
        customers: Customers,
        accounts: Accounts,
        positions: Positions,
        month: Month,
        seed: int,
    ) -> None:
        self.laws, self.customers, self.accounts, self.positions = laws, customers, accounts, positions
        self.month = month
        self.random = stream(seed, "activity", month.index)
        first, last = month.first, month.last
        self.is_active = (accounts.opened <= last) & (accounts.closed >= first)
        self.is_closing = self.is_active & (accounts.closed <= last)
        self.first_day = np.maximum(accounts.opened, first)
        self.last_day = np.where(self.is_closing, accounts.closed - 1, last)
        self.is_new = self.is_active & ((accounts.opened >= first) | (month.index == 0))
        growth = (1 + customers.growth) ** (month.index / 12)
        self.income = np.rint(customers.monthly_income * growth).astype(np.int64)

    def staying(self, group: str) -> Ints:
        """Accounts of a product group that were open before the month and do not close in it."""
        within = np.isin(self.accounts.product, products_of(group))
        before = self.accounts.opened < self.month.first
        return np.flatnonzero(within & before & self.is_active & ~self.is_closing)

    def other_banks(self, count: int) -> tuple[Ints, Ints]:
        """Banks and account numbers of counterparties elsewhere; few of them get most payments."""
        bank = self.random.integers(1, len(BANKS), count)
        pool = self.customers.count * 5
        return bank, np.minimum(pool * self.random.random(count) ** 3, pool - 1).astype(np.int64)

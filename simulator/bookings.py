"""Transactions and fees as columns, and how single bookings and internal payments are made."""

from dataclasses import dataclass, fields

import numpy as np

from simulator.exact import Flags, Ints

CHANNELS = ("branch", "atm", "online", "mobile", "phone", "system")
BRANCH, ATM, ONLINE, MOBILE, PHONE, SYSTEM = range(6)
PURPOSES = (
    "salary",
    "purchase",
    "transfer",
    "cash",
    "interest",
    "fee",
    "fee_refund",
    "loan_drawdown",
    "loan_payment",
    "investment",
    "penalty_interest",
    "insurance",
    "household",
    "pension",
    "other",
)
SALARY, PURCHASE, TRANSFER, CASH, INTEREST, FEE, FEE_REFUND, DRAWDOWN, LOAN_PAYMENT, INVESTMENT = range(10)
PENALTY_INTEREST, INSURANCE, HOUSEHOLD_BILL, PENSION, OTHER = range(10, 15)
FEE_TYPES = ("account_fee", "transfer_fee", "card_fee", "custody_fee", "acquiring_fee", "arrangement_fee")
ACCOUNT_FEE, TRANSFER_FEE, CARD_FEE, CUSTODY_FEE, ACQUIRING_FEE, ARRANGEMENT_FEE = range(6)

NO_ACCOUNT = -1  # no counterparty account; n >= 0: account n of another bank; n < -1: our own account -(n + 2)


@dataclass(frozen=True)
class Rows:
    """Transactions, one element per row. amount is signed cents: positive credits the account, negative
    debits it."""

    account: Ints
    day: Ints
    value_day: Ints
    amount: Ints
    channel: Ints
    purpose: Ints
    initiated: Flags
    bank: Ints
    counterparty: Ints

    @property
    def count(self) -> int:
        """Number of rows."""
        return self.account.size

    def take(self, index: Ints | Flags) -> "Rows":
        """The rows of an index or mask."""
        return Rows(**{column.name: getattr(self, column.name)[index] for column in fields(self)})


@dataclass(frozen=True)
class Fees:
    """Fees and refunds, one element per row; amount in positive cents of the account's currency."""

    account: Ints
    day: Ints
    value_day: Ints
    kind: Ints
    is_refund: Flags
    amount: Ints

    def take(self, index: Ints | Flags) -> "Fees":
        """The rows of an index or mask."""
        return Fees(**{column.name: getattr(self, column.name)[index] for column in fields(self)})


def join_rows(parts: list[Rows]) -> Rows:
    """All parts in one, in order of booking day; within a day in order of the parts."""
    whole = Rows(
        **{column.name: np.concatenate([getattr(part, column.name) for part in parts]) for column in fields(Rows)}
    )
    return whole.take(np.argsort(whole.day, kind="stable"))


def join_fees(parts: list[Fees]) -> Fees:
    """All parts in one, in order of booking day."""
    whole = Fees(
        **{column.name: np.concatenate([getattr(part, column.name) for part in parts]) for column in fields(Fees)}
    )
    return whole.take(np.argsort(whole.day, kind="stable"))


def no_fees() -> Fees:
    """An empty set of fees."""
    nothing = np.zeros(0, dtype=np.int64)
    return Fees(nothing, nothing, nothing, nothing, nothing == 1, nothing)


def booked(
    account: Ints,
    day: Ints,
    amount: Ints,
    purpose: int | Ints,
    *,
    channel: int | Ints = SYSTEM,
    value_day: Ints | None = None,
    initiated: bool = False,
    bank: int | Ints = -1,
    counterparty: int | Ints = NO_ACCOUNT,
) -> Rows:
    """Rows of one kind; single values are repeated."""

    def full(value: int | Ints) -> Ints:
        return np.broadcast_to(np.asarray(value, dtype=np.int64), account.shape)

    return Rows(
        account,
        full(day),
        full(day) if value_day is None else value_day,
        full(amount),
        full(channel),
        full(purpose),
        np.full(account.size, initiated),
        full(bank),
        full(counterparty),
    )


def internal(payer: Ints, payee: Ints, day: Ints, amount: Ints, purpose: int) -> list[Rows]:
    """A payment between two of our accounts: a debit here, a credit there, each naming the other."""
    return [
        booked(payer, day, -amount, purpose, bank=0, counterparty=-(payee + 2)),
        booked(payee, day, amount, purpose, bank=0, counterparty=-(payer + 2)),
    ]


def fee_rows(fees: Fees) -> Rows:
    """The transactions that book fees and refunds."""
    amount = np.where(fees.is_refund, fees.amount, -fees.amount)
    purpose = np.where(fees.is_refund, FEE_REFUND, FEE)
    return booked(fees.account, fees.day, amount, purpose, value_day=fees.value_day)

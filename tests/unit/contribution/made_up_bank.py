"""A small bank as plain values: what a test makes up, before it becomes rows or figures. Money is in whole cents."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

FIRST_DAY, AS_OF = date(2023, 12, 1), date(2024, 3, 31)
MONTH_ENDS = (date(2023, 12, 31), date(2024, 1, 31), date(2024, 2, 29), date(2024, 3, 31))
RATE_UNIT = 10**8
UNKNOWN = -1

# Rates that hold from a day on. EUR comes late, GBP never; the term of 36 months is on no curve.
USD_DAYS = (date(2023, 12, 1), date(2024, 1, 15), date(2024, 1, 31), date(2024, 2, 29), date(2024, 3, 2))
EUR_DAYS = (date(2024, 2, 10), date(2024, 3, 31))
CURVE_DAYS = (date(2023, 12, 1), date(2024, 1, 16), date(2024, 2, 29))
TERMS_WITH_A_PRICE = {"CNY": (0, 1, 12), "USD": (0, 12), "EUR": (0, 1, 12)}
ASSUMED_CURVE = ("EUR",)
PARAMETERS = {
    "tax_rate": {date(1900, 1, 1): "0.25", date(2024, 2, 1): "0.20"},
    "hurdle_rate": {date(1900, 1, 1): "0.12"},
    "capital_ratio": {date(1900, 1, 1): "0.105", date(2024, 3, 1): "0.12"},
    "return_on_capital_rate": {date(1900, 1, 1): "0", date(2024, 2, 1): "0.03"},
}
# activity: (pool, driver, minutes of the pool for one unit)
ACTIVITIES = {
    "cash": ("teller", "transaction:branch", "5"),
    "booking": ("back_office", "transaction:branch", "2.5"),
    "payment": ("back_office", "transaction:online", "0.0125"),
    "upkeep": ("back_office", "account_month", "0.3333"),
    "contact": ("caller", "interaction", "1"),
}
POOLS = ("teller", "back_office", "caller")


@dataclass(frozen=True)
class Product:
    side: str
    day_count: str
    term: int


@dataclass(frozen=True)
class Transaction:
    """Sign of the purpose: charged and penalty are debits; paid, given_back and deposit are credits."""

    day: date
    purpose: str
    cents: int
    channel: str


@dataclass(frozen=True)
class Fee:
    value_date: date
    kind: str
    cents: int
    currency: str


@dataclass(frozen=True)
class Risk:
    """Rates in units of 1e-8."""

    pd: int
    lgd: int
    ead_cents: int
    weight: int


@dataclass(frozen=True)
class Account:
    """The tuples of months are parallel to MONTH_ENDS; holders are (customer, weight), the primary one first."""

    currency: str
    product: Product
    opened: date
    closed: date | None
    average_cents: tuple[int, ...]
    outstanding_cents: tuple[int, ...]
    risks: tuple[Risk | None, ...]
    transactions: tuple[Transaction, ...]
    fees: tuple[Fee, ...]
    holders: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Customer:
    onboarded: date
    closed: date | None
    contact_minutes: tuple[int, ...]


@dataclass(frozen=True)
class Bank:
    """Accounts and customers are known by their place, from 1. Costs of a month: None, or by pool cents and minutes."""

    accounts: tuple[Account, ...]
    customers: tuple[Customer, ...]
    usd: tuple[int, ...]
    eur: tuple[int, ...]
    prices: tuple[tuple[int, ...], ...]
    costs: tuple[tuple[tuple[int, int], ...] | None, ...]

    def keyed_accounts(self) -> Iterator[tuple[int, Account]]:
        return iter(enumerate(self.accounts, start=1))

    def keyed_customers(self) -> Iterator[tuple[int, Customer]]:
        return iter(enumerate(self.customers, start=1))

    def exchange_rates(self) -> dict[str, dict[date, int]]:
        return {
            "USD": dict(zip(USD_DAYS, self.usd, strict=True)),
            "EUR": dict(zip(EUR_DAYS, self.eur, strict=True)),
        }

    def curve(self) -> dict[tuple[str, int], dict[date, int]]:
        """The prices of a term: the same for every currency, moved by the term."""
        return {
            (currency, term): {
                day: price + 1000 * term for day, price in zip(CURVE_DAYS, self.prices[place], strict=True)
            }
            for place, (currency, terms) in enumerate(TERMS_WITH_A_PRICE.items())
            for term in terms
        }


def month_start(month_end: date) -> date:
    return month_end.replace(day=1)


def month_end_of(day: date) -> date:
    first_of_next = (day.replace(day=28) + timedelta(days=4)).replace(day=1)
    return first_of_next - timedelta(days=1)

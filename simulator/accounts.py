"""Accounts and their holders: who opens what, when it closes, and on which terms."""

from dataclasses import dataclass, fields

import numpy as np

from simulator.exact import MILLION, NEVER, Flags, Ints, cents
from simulator.laws import Laws
from simulator.people import CORPORATE, INDIVIDUAL, Customers, Households, joint_households
from simulator.products import INDEX, PRODUCTS, SIDE
from simulator.randomness import stream
from simulator.rates import CNY, EXCHANGE_START
from simulator.timeline import Month

JOINT_SHARES_OF_TWO = np.array([[500_000, 500_000], [600_000, 400_000], [333_333, 666_667]])
JOINT_SHARES_OF_THREE = np.array([[333_334, 333_333, 333_333], [400_000, 300_000, 300_000]])
CHANGED_SHARES = (700_000, 300_000)


@dataclass
class Accounts:
    """One element per account. Money in cents of the account's currency; rates and shares in millionths.

    Of each customer, current, card, foreign and joint hold the account that usage falls on, -1 where none.
    """

    product: Ints
    owner: Ints
    branch: Ints
    currency: Ints
    opened: Ints
    closed: Ints
    opening: Ints
    original: Ints
    limit: Ints
    payment: Ints
    maturity: Ints
    pay_day: Ints
    rate: Ints
    primary_share: Ints
    current: Ints
    card: Ints
    foreign: Ints
    joint: Ints

    @property
    def count(self) -> int:
        """Number of accounts."""
        return self.product.size

    @property
    def side(self) -> Ints:
        """DEPOSIT, LOAN or NO_SIDE of each account."""
        return SIDE[self.product]


@dataclass
class JointHolders:
    """Holders beside the primary, by row; shares may change once, in change_month (-1: never)."""

    account: Ints
    customer: Ints
    share: Ints
    change_month: Ints


@dataclass(frozen=True)
class _Group:
    """Accounts of one kind while the bank is set up: parallel arrays over the owners."""

    product: Ints
    owner: Ints
    opened: Ints
    closed: Ints
    opening: Ints
    original: Ints
    limit: Ints
    payment: Ints
    maturity: Ints
    pay_day: Ints
    currency: Ints
    spread: Ints


_GROUP_COLUMNS = tuple(column.name for column in fields(_Group))


def annuity(principal: Ints, rate: Ints, months: int) -> Ints:
    """Monthly payment in cents that repays the principal over the months; rates in millionths a year."""
    monthly = rate / MILLION / 12
    return np.ceil(principal * monthly / (1 - (1 + monthly) ** -months)).astype(np.int64)


class _Builder:
    """Draws groups of accounts from one random stream."""

    def __init__(self, laws: Laws, customers: Customers, months: list[Month], seed: int) -> None:
        self.laws, self.customers, self.months = laws, customers, months
        self.random = stream(seed, "accounts")
        self.start, self.end = months[0].first, months[-1].last

    def chosen(self, mask: Flags, share: float) -> Ints:
        """About that share of the customers of a mask."""
        return np.flatnonzero(mask & (self.random.random(mask.size) < share))

    def income_times(self, owners: Ints, low: float, high: float, step: float = 0.01) -> Ints:
        """Between low and high monthly incomes, in cents, in steps of `step` currency units."""
        amount = self.customers.monthly_income[owners] / 100 * self.random.uniform(low, high, owners.size)
        return cents(np.maximum(np.rint(amount / step), 1) * step)

    def opening_days(self, owners: Ints) -> Ints:
        """Before the start for most customers on book then, within the simulation for the others."""
        onboarded = self.customers.onboarded[owners]
        before = onboarded + (self.random.random(owners.size) * (self.start - onboarded)).astype(np.int64)
        later = self.random.integers(self.start + 2, max(self.end - 4, self.start + 3), owners.size)
        joined = onboarded + self.random.integers(0, 200, owners.size)
        early = np.where(self.random.random(owners.size) < 0.85, before, later)
        return np.where(onboarded >= self.start, joined, early)

    def group(
        self,
        product: str | Ints,
        owners: Ints,
        opened: Ints,
        opening: Ints,
        *,
        may_close: bool = True,
        lasts_as_long_as_customer: bool = False,
        closes_by: Ints | None = None,
        currency: Ints | None = None,
        original: Ints | None = None,
        limit: Ints | None = None,
        payment: Ints | None = None,
        maturity: Ints | None = None,
        pay_day: Ints | None = None,
        spread: Ints | None = None,
    ) -> _Group:
        """The accounts of one product that open early enough to live before they close."""
        zero, never = np.zeros(owners.size, dtype=np.int64), np.full(owners.size, NEVER)
        closed = self.customers.closed[owners]
        if may_close:
            firsts = np.array([month.first for month in self.months])
            wait = self.random.geometric(self.laws.account_closure_hazard, owners.size)
            month = np.searchsorted(firsts, opened + 31) + wait
            within = month < firsts.size
            day = self.random.integers(8, 25, owners.size)
            closed = np.minimum(closed, np.where(within, firsts[np.where(within, month, 0)] + day, NEVER))
        maturity = never if maturity is None else maturity
        closed = np.minimum(closed, maturity if closes_by is None else closes_by)
        columns = {
            "product": np.full(owners.size, INDEX[product]) if isinstance(product, str) else product,
            "owner": owners,
            "opened": opened,
            "closed": np.where(closed <= self.end, closed, NEVER),
            "opening": opening,
            "original": zero if original is None else original,
            "limit": zero if limit is None else limit,
            "payment": zero if payment is None else payment,
            "maturity": maturity,
            "pay_day": self.random.integers(4, 20, owners.size) if pay_day is None else pay_day,
            "currency": np.full(owners.size, CNY) if currency is None else currency,
            "spread": zero if spread is None else spread,
        }
        lives = (opened <= self.end - 3) & (np.maximum(opened, self.start - 31) + 38 < columns["closed"])
        kept = lives | lasts_as_long_as_customer
        return _Group(**{name: column[kept] for name, column in columns.items()})

    def instalment_loans(self, product: str, owners: Ints, original: Ints, spread: Ints) -> _Group:
        """Annuity loans: those from before the start are partly repaid, and close when their term is over."""
        term = PRODUCTS[INDEX[product]].tenor
        rate = PRODUCTS[INDEX[product]].rate + spread
        before = (self.customers.onboarded[owners] < self.start - 62) & (self.random.random(owners.size) < 0.85)
        most = np.maximum((self.start - self.customers.onboarded[owners]) // 31, 2)
        age = 1 + (self.random.random(owners.size) * np.minimum(most, term - 2)).astype(np.int64)
        age = np.where(before, age, 0)
        opened = np.where(
            before,
            np.maximum(self.start - age * 30, self.customers.onboarded[owners]),
            self.opening_days(owners),
        )
        opened = np.where(before, opened, np.maximum(opened, self.start + 2))
        monthly = rate / MILLION / 12
        left = (1 - (1 + monthly) ** (age - term)) / (1 - (1 + monthly) ** -term)
        opening = np.maximum(np.rint(original * left).astype(np.int64), 100)
        pay_day = self.random.integers(8, 20, owners.size)
        begun = np.where(before, self.start, opened).astype("datetime64[D]").astype("datetime64[M]")
        due_month = begun + (term - age).astype("timedelta64[M]")
        maturity = due_month.astype("datetime64[D]").astype(np.int64) + pay_day
        return self.group(
            product,
            owners,
            opened,
            opening,
            may_close=False,
            original=original,
            payment=annuity(original, rate, term),
            maturity=maturity,
            pay_day=pay_day,
            spread=spread,
        )


def make_accounts(laws: Laws, customers: Customers, months: list[Month], seed: int) -> tuple[Accounts, JointHolders]:
    """All accounts that ever exist, in order of opening, and the joint holders of some of them."""
    make = _Builder(laws, customers, months, seed)
    everybody = np.arange(customers.count)
    person = customers.kind == INDIVIDUAL
    firm = customers.kind == CORPORATE
    households = joint_households(customers)
    groups: dict[str, _Group] = {}

    people, others = np.flatnonzero(person), np.flatnonzero(~person)
    groups["current"] = make.group(
        "P101",
        people,
        customers.onboarded[people],
        make.income_times(people, 0.3, 3.0),
        may_close=False,
        lasts_as_long_as_customer=True,
    )
    groups["business"] = make.group(
        "P102",
        others,
        customers.onboarded[others],
        make.income_times(others, 0.3, 1.0),
        may_close=False,
        lasts_as_long_as_customer=True,
    )
    savers = make.chosen(person, 0.5)
    groups["savings"] = make.group("P111", savers, make.opening_days(savers), make.income_times(savers, 0.5, 8.0))
    for product, share in (("P121", 0.07), ("P122", 0.1), ("P123", 0.06)):
        owners = make.chosen(everybody >= 0, share)
        opening = make.income_times(owners, 0.5, 6.0, step=1_000)
        groups[product] = make.group(product, owners, make.opening_days(owners), opening)
    groups["foreign"] = _foreign_accounts(make, person, firm)
    groups["joint"] = _joint_accounts(make, households)

    buyers = make.chosen(person & (customers.monthly_income > 300_000), 0.18)
    spread = make.random.integers(-4, 11, buyers.size) * 500
    groups["mortgage"] = make.instalment_loans("P201", buyers, make.income_times(buyers, 20, 60, 1_000), spread)
    borrowers = make.chosen(person, 0.1)
    spread = make.random.integers(-4, 20, borrowers.size) * 1_000
    groups["consumer"] = make.instalment_loans("P211", borrowers, make.income_times(borrowers, 1, 8, 1_000), spread)
    borrowers = make.chosen(firm, 0.3)
    spread = make.random.integers(-8, 30, borrowers.size) * 500
    groups["term"] = make.instalment_loans("P221", borrowers, make.income_times(borrowers, 0.5, 2, 10_000), spread)
    borrowers = make.chosen(firm, 0.3)
    limit = make.income_times(borrowers, 0.3, 1.0, 10_000)
    drawn = cents(limit / 100 * make.random.uniform(0.1, 0.7, borrowers.size))
    groups["revolving"] = make.group(
        "P222",
        borrowers,
        make.opening_days(borrowers),
        drawn,
        original=limit,
        limit=limit,
        spread=make.random.integers(-8, 30, borrowers.size) * 500,
    )
    holders = make.chosen(person, 0.35)
    limit = make.income_times(holders, 1, 3, 1_000)
    opened = make.opening_days(holders)
    owed = np.where(opened < make.start, cents(limit / 100 * make.random.uniform(0, 0.4, holders.size)), 0)
    groups["card"] = make.group("P231", holders, opened, owed, original=limit, limit=limit)
    investors = make.chosen(person, 0.15)
    groups["fund"] = make.group("P301", investors, make.opening_days(investors), make.income_times(investors, 1, 10))
    merchants = make.chosen(firm, 0.25)
    groups["payment"] = make.group(
        "P311", merchants, make.opening_days(merchants), np.zeros(merchants.size, dtype=np.int64)
    )
    return _joined(make, groups, households)


def _foreign_accounts(make: _Builder, person: Flags, firm: Flags) -> _Group:
    owners = np.concatenate([make.chosen(person, 0.06), make.chosen(firm, 0.35)])
    currency = make.random.integers(1, 3, owners.size)
    opening = cents(make.income_times(owners, 0.2, 1.0) / 100 / np.array([1.0, *EXCHANGE_START])[currency])
    product = np.where(person[owners], INDEX["P101"], INDEX["P102"])
    return make.group(product, owners, make.opening_days(owners), opening, currency=currency)


def _joint_accounts(make: _Builder, households: Households) -> _Group:
    """One for each household that stays together long enough; it begins with the last holder, ends with the
    first."""
    customers = make.customers
    third = np.where(households.child >= 0, households.child, households.head)
    members = np.stack([households.head, households.partner, third])
    together_from, together_to = (
        customers.onboarded[members].max(axis=0),
        customers.closed[members].min(axis=0),
    )
    opened = np.maximum(make.opening_days(households.head), together_from)
    kept = opened + 60 < together_to
    heads = households.head[kept]
    return make.group("P101", heads, opened[kept], make.income_times(heads, 0.5, 3.0), closes_by=together_to[kept])


def _joined(make: _Builder, groups: dict[str, _Group], households: Households) -> tuple[Accounts, JointHolders]:
    """Number all accounts in order of opening, find each customer's accounts by use, add the joint
    holders."""
    customers, random = make.customers, make.random
    whole = {name: np.concatenate([getattr(group, name) for group in groups.values()]) for name in _GROUP_COLUMNS}
    order = np.argsort(whole["opened"], kind="stable")
    whole = {name: column[order] for name, column in whole.items()}
    group_of = np.repeat(np.arange(len(groups)), [group.owner.size for group in groups.values()])[order]
    names = list(groups)

    def account_of(*kinds: str) -> Ints:
        found = np.full(customers.count, -1)
        for kind in kinds:
            rows = np.flatnonzero(group_of == names.index(kind))
            found[whole["owner"][rows]] = rows
        return found

    count = whole["owner"].size
    owner, product = whole["owner"], whole["product"]
    partner_of, child_of = np.full(customers.count, -1), np.full(customers.count, -1)
    partner_of[households.head], child_of[households.head] = households.partner, households.child
    partner = partner_of[owner]
    mortgages = (group_of == names.index("mortgage")) & (partner >= 0) & (random.random(count) < 0.7)
    mortgages &= (customers.onboarded[partner] <= whole["opened"]) & (customers.closed[partner] >= whole["closed"])
    joint = np.flatnonzero((group_of == names.index("joint")) | mortgages)
    partner, child = partner_of[owner[joint]], child_of[owner[joint]]
    child = np.where(mortgages[joint], -1, child)
    three = child >= 0
    of_two = JOINT_SHARES_OF_TWO[random.integers(0, 3, joint.size)]
    of_three = JOINT_SHARES_OF_THREE[random.integers(0, 2, joint.size)]
    primary_share = np.full(count, MILLION)
    primary_share[joint] = np.where(three, of_three[:, 0], of_two[:, 0])
    change = random.integers(1, max(len(make.months), 2), joint.size)
    changes = ~three & (of_two[:, 0] == 500_000) & (random.random(joint.size) < 0.1)
    holders = JointHolders(
        account=np.concatenate([joint, joint[three]]),
        customer=np.concatenate([partner, child[three]]),
        share=np.concatenate([np.where(three, of_three[:, 1], of_two[:, 1]), of_three[three, 2]]),
        change_month=np.concatenate([np.where(changes, change, -1), np.full(three.sum(), -1)]),
    )
    accounts = Accounts(
        product=product,
        owner=owner,
        branch=customers.branch[owner],
        currency=whole["currency"],
        opened=whole["opened"],
        closed=whole["closed"],
        opening=whole["opening"],
        original=whole["original"],
        limit=whole["limit"],
        payment=whole["payment"],
        maturity=whole["maturity"],
        pay_day=whole["pay_day"],
        rate=np.array([PRODUCTS[index].rate for index in range(len(PRODUCTS))])[product] + whole["spread"],
        primary_share=primary_share,
        current=account_of("current", "business"),
        card=account_of("card"),
        foreign=account_of("foreign"),
        joint=account_of("joint"),
    )
    return accounts, holders

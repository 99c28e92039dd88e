"""Customers and how they relate: households, ownership groups, suppliers, referrals."""

from dataclasses import dataclass

import numpy as np

from simulator.exact import NEVER, NO_DATE, Flags, Floats, Ints, cents
from simulator.laws import Laws, closure_probabilities, usage_lifetimes, usage_rates
from simulator.names import FINANCE_INDUSTRY, INDUSTRIES, PUBLIC_INDUSTRY, REGION_CODES
from simulator.randomness import stream
from simulator.timeline import Month

INDIVIDUAL, CORPORATE, PUBLIC_BODY, FINANCIAL_INSTITUTION = range(4)
SINGLE, MARRIED, DIVORCED, WIDOWED = range(4)
EMPLOYED, SELF_EMPLOYED, UNEMPLOYED, RETIRED, STUDENT = range(5)
HOUSEHOLD, OWNERSHIP, SUPPLIER, REFERRAL = range(4)
GENDERS = ("female", "male")
MARITAL_STATUS = ("single", "married", "divorced", "widowed")
EMPLOYMENT_STATUS = ("employed", "self_employed", "unemployed", "retired", "student")
RESIDENCE_TYPES = ("urban", "suburban", "rural")
RELATIONSHIP_TYPES = ("household", "ownership", "supplier", "referral")
MEAN_MONTH_DAYS = 365.25 / 12
# signs of operating, investing and financing cash flow by stage of life (Dickinson 2011), with their shares
CASH_FLOW_SIGNS = np.array(
    [[-1, -1, 1], [1, -1, 1], [1, -1, -1], [-1, 1, 1], [-1, 1, -1], [1, 1, 1], [1, 1, -1], [-1, -1, -1]]
)
CASH_FLOW_SHARES = (0.1, 0.25, 0.45, 0.05, 0.05, 0.04, 0.03, 0.03)


@dataclass
class Customers:
    """One element per customer in every array; codes index the tuples of names. Attributes may change by
    month.

    cash_flow_pattern is the row of CASH_FLOW_SIGNS; other_income is what a person has a year beside monthly_income, in
    cents, and wealth_years the wealth in years of income.
    """

    kind: Ints
    branch: Ints
    onboarded: Ints
    closed: Ints
    closed_reason: Ints
    satisfaction: Floats
    usage_rate: Floats
    usage_death: Ints
    monthly_income: Ints
    growth: Floats
    grade: Ints
    gender: Ints
    birth: Ints
    marital: Ints
    children: Ints
    youngest_birth: Ints
    employment: Ints
    residence_type: Ints
    region: Ints
    country: Ints
    foreign_share: Ints
    industry: Ints
    staff: Ints
    phone: Ints
    household: Ints
    cash_flow_pattern: Ints
    other_income: Ints
    wealth_years: Floats
    prefers_counter: Flags

    @property
    def count(self) -> int:
        """Number of customers."""
        return self.kind.size

    def on_book(self, first: int, last: int) -> Flags:
        """Whose relationship covers at least one day of first..last."""
        return (self.onboarded <= last) & (self.closed >= first)


@dataclass(frozen=True)
class Relationships:
    """Links between customers, by row; shares in millionths, -1 where the kind has none."""

    customer: Ints
    related: Ints
    kind: Ints
    share: Ints
    valid_from: Ints
    valid_to: Ints


def customer_kinds(count: int, random: np.random.Generator) -> Ints:
    """Types by quota, at least one of each from 20 customers on, in random order."""
    quotas = [0, round(count * 0.15), max(round(count * 0.01), 1), max(round(count * 0.01), 1)]
    quotas[INDIVIDUAL] = count - sum(quotas)
    return random.permutation(np.repeat(np.arange(4), quotas)).astype(np.int64)


def make_customers(laws: Laws, count: int, months: list[Month], branches: Ints, seed: int) -> Customers:
    """All customers that the bank ever has: 85 % are on book at the start, the others join month by month.

    branches holds the region code of each branch.
    """
    random = stream(seed, "customers")
    kind = customer_kinds(count, random)
    person = kind == INDIVIDUAL
    start, end = months[0].first, months[-1].last

    household = _households(person, random)
    branch = random.integers(0, branches.size, count)[household]
    stays_local = random.random(count) < 0.85
    region = np.where(stays_local, branches[branch], random.integers(0, len(REGION_CODES), count))[household]

    onboarded = start - 1 - np.minimum(random.exponential(6 * 365, count), 22 * 365).astype(np.int64)
    joins = random.random(count) < 0.15
    onboarded = np.where(joins, random.integers(start + 2, max(end - 4, start + 3), count), onboarded)

    satisfaction = random.normal(0.0, 1.0, count)
    closed = _closing_days(laws, kind, satisfaction, onboarded, months, random)
    reasons = random.choice(4, count, p=np.array(laws.closed_reason_share)).astype(np.int64)

    birth, marital, children, youngest, employment = _lives(person, household, start, random)
    industry = _industries(kind, random)
    staff = np.maximum(np.exp(random.normal(3.0, 1.6, count)), 1).astype(np.int64)
    usage_start = np.maximum(onboarded, start)
    usage_days = usage_lifetimes(laws, count, random) * MEAN_MONTH_DAYS
    foreign = (kind == CORPORATE) & (random.random(count) < 0.08)
    return Customers(
        kind=kind,
        branch=branch,
        onboarded=onboarded,
        closed=closed,
        closed_reason=np.where(closed < NEVER, reasons, -1),
        satisfaction=satisfaction,
        usage_rate=usage_rates(laws, kind, random),
        usage_death=usage_start + np.minimum(usage_days, NEVER / 2).astype(np.int64),
        monthly_income=_monthly_income(kind, employment, industry, staff, random),
        growth=random.normal(0.03, 0.06, count),
        grade=random.integers(0, 5, count),
        gender=np.where(person, random.integers(0, 2, count), -1),
        birth=birth,
        marital=marital,
        children=children,
        youngest_birth=youngest,
        employment=employment,
        residence_type=np.where(person, random.choice(3, count, p=[0.6, 0.25, 0.15]), -1)[household],
        region=region,
        country=np.where(foreign, random.integers(1, 6, count), 0),
        foreign_share=np.where(kind == CORPORATE, foreign * random.integers(20, 101, count) * 10_000, -1),
        industry=industry,
        staff=np.where(person, -1, staff),
        phone=random.integers(0, 10**7, count),
        household=household,
        cash_flow_pattern=stream(seed, "stages").choice(len(CASH_FLOW_SIGNS), count, p=CASH_FLOW_SHARES),
        other_income=np.zeros(count, dtype=np.int64),
        wealth_years=stream(seed, "wealth").lognormal(1.0, 0.7, count),
        prefers_counter=np.zeros(count, dtype=bool),
    )


def _households(person: Flags, random: np.random.Generator) -> Ints:
    """The head of each customer's household (itself where it lives alone): couples, a third of them with a
    child."""
    head = np.arange(person.size)
    people = random.permutation(np.flatnonzero(person))
    couples = int(people.size * 0.15)
    with_child = max(couples // 3, 1) if couples else 0
    head[people[couples : 2 * couples]] = people[:couples]
    head[people[2 * couples : 2 * couples + with_child]] = people[:with_child]
    return head


def _closing_days(
    laws: Laws,
    kind: Ints,
    satisfaction: Floats,
    onboarded: Ints,
    months: list[Month],
    random: np.random.Generator,
) -> Ints:
    probability = closure_probabilities(laws, kind, satisfaction)
    firsts = np.array([month.first for month in months])
    exposed_from = np.searchsorted(firsts, onboarded)  # the first month that begins after onboarding
    closing_month = exposed_from + random.geometric(probability) - 1
    day = random.integers(8, 25, kind.size)
    within = closing_month < len(months)
    return np.where(within, firsts[np.where(within, closing_month, 0)] + day, NEVER)


def _lives(
    person: Flags, household: Ints, start: int, random: np.random.Generator
) -> tuple[Ints, Ints, Ints, Ints, Ints]:
    """Birth day, marital status, children, birth of the youngest, employment of persons; absent codes for
    others."""
    count = person.size
    in_household = np.bincount(household, minlength=count)[household] > 1
    is_head = household == np.arange(count)
    second = np.zeros(count, dtype=bool)  # the head's partner is the first other member of the household
    others = np.flatnonzero(person & in_household & ~is_head)
    _, first_other = np.unique(household[others], return_index=True)
    second[others[first_other]] = True
    child = person & in_household & ~is_head & ~second

    age = np.clip(random.normal(45, 15, count), 18, 88)
    age = np.where(second, np.clip(age[household] + random.normal(0, 3, count), 20, 88), age)
    age = np.where(child, np.clip(age[household] - 28, 18, 60), age)
    birth = start - (age * 365.25).astype(np.int64) - random.integers(0, 365, count)
    couple = in_household & ~child
    alone = np.where(age < 30, SINGLE, random.choice(4, count, p=[0.3, 0.45, 0.17, 0.08]))
    marital = np.where(couple, MARRIED, np.where(child, SINGLE, alone))
    children = np.where((marital != SINGLE) & (age > 24), random.choice(4, count, p=[0.25, 0.45, 0.25, 0.05]), 0)
    children = np.where(second, children[household], children)
    youngest_age = np.minimum(random.uniform(0.2, 1.0, count) * (age - 22), 45)[household]
    youngest = np.where(children > 0, start - (np.maximum(youngest_age, 0.3) * 365.25).astype(np.int64), NO_DATE)
    work = random.choice(3, count, p=[0.78, 0.16, 0.06])
    employment = np.where(age >= 62, RETIRED, np.where((age < 23) & (work > 0), STUDENT, work))
    absent = np.full(count, -1)
    return (
        np.where(person, birth, NO_DATE),
        np.where(person, marital, absent),
        np.where(person, children, absent),
        np.where(person, youngest, NO_DATE),
        np.where(person, employment, absent),
    )


def _industries(kind: Ints, random: np.random.Generator) -> Ints:
    shares = np.array([share for _, _, _, share in INDUSTRIES])
    drawn = random.choice(len(INDUSTRIES), kind.size, p=shares / shares.sum())
    drawn = np.where(kind == PUBLIC_BODY, PUBLIC_INDUSTRY, drawn)
    drawn = np.where(kind == FINANCIAL_INSTITUTION, FINANCE_INDUSTRY, drawn)
    return np.where(kind == INDIVIDUAL, -1, drawn).astype(np.int64)


def _monthly_income(kind: Ints, employment: Ints, industry: Ints, staff: Ints, random: np.random.Generator) -> Ints:
    """Monthly income of persons and monthly revenue of the others, in cents, at the start."""
    wage = np.exp(random.normal(np.log(9_000), 0.6, kind.size))
    wage *= np.array([1.0, 1.3, 0.35, 0.6, 0.25])[np.where(employment < 0, 0, employment)]
    per_head = np.array([revenue for _, _, revenue, _ in INDUSTRIES] + [900_000, 500_000])
    revenue = staff * per_head[np.where(industry < 0, 0, industry)] * np.exp(random.normal(0, 0.4, kind.size)) / 12
    return cents(np.minimum(np.where(kind == INDIVIDUAL, wage, revenue), 4e8))


def make_relationships(customers: Customers, seed: int) -> Relationships:
    """Household members (the head too), owned firms, suppliers and referrals, valid while both are
    customers."""
    random = stream(seed, "relationships")
    everybody = np.arange(customers.count)
    size = np.bincount(customers.household, minlength=customers.count)
    member = everybody[size[customers.household] > 1]
    firms = random.permutation(np.flatnonzero(customers.kind == CORPORATE))

    owned_count = max(int(firms.size * 0.3), min(firms.size - 1, 2))
    owned = firms[:owned_count]
    place = np.arange(owned_count)
    # an owner stands later in the order than what it owns: trees without circles, some two levels deep
    owner = firms[np.minimum(place + 1 + random.integers(0, np.maximum(firms.size - place - 1, 1)), firms.size - 1)]
    owned_share = random.integers(51, 101, owned_count) * 10_000
    by_person = random.random(owned_count) < 0.2
    persons = np.flatnonzero(customers.kind == INDIVIDUAL)
    owner = np.where(by_person, random.choice(persons, owned_count), owner)

    supplied = random.choice(firms, firms.size)
    supplier = random.choice(firms, firms.size)
    pairs = np.unique(np.stack([supplied, supplier])[:, supplied != supplier], axis=1)
    referred = random.choice(everybody, max(customers.count // 20, 1), replace=False)
    referrer = random.choice(everybody, referred.size)
    referred, referrer = referred[referred != referrer], referrer[referred != referrer]

    customer = np.concatenate([member, owned, pairs[0], referred])
    related = np.concatenate([customers.household[member], owner, pairs[1], referrer])
    kind = np.repeat(
        [HOUSEHOLD, OWNERSHIP, SUPPLIER, REFERRAL], [member.size, owned.size, pairs.shape[1], referred.size]
    )
    share = np.concatenate([np.full(member.size, -1), owned_share, np.full(pairs.shape[1] + referred.size, -1)])
    valid_from = np.maximum(customers.onboarded[customer], customers.onboarded[related])
    valid_to = np.minimum(customers.closed[customer], customers.closed[related])
    kept = valid_from < valid_to
    return Relationships(
        customer[kept],
        related[kept],
        kind[kept].astype(np.int64),
        share[kept],
        valid_from[kept],
        valid_to[kept],
    )


@dataclass(frozen=True)
class Households:
    """Members of households with more than one, for joint accounts: head, partner and child (-1 where
    none)."""

    head: Ints
    partner: Ints
    child: Ints


def joint_households(customers: Customers) -> Households:
    """One row per household with at least two members, partner before child."""
    others = np.flatnonzero(customers.household != np.arange(customers.count))
    child = others[customers.marital[others] == SINGLE]
    partner = others[customers.marital[others] != SINGLE]
    child_of = np.full(customers.count, -1)
    child_of[customers.household[child]] = child
    head = customers.household[partner]
    return Households(head, partner, child_of[head])

"""Casts a few customers for the segments that chance may leave empty, so that every scheme is seen whole.

They stay throughout. The choice has a random stream of its own, and nothing is touched that bookings depend on: not
birth, employment, monthly income nor anybody's accounts.
"""

from dataclasses import dataclass

import numpy as np

from simulator.exact import NEVER, NO_DATE, Flags, Ints
from simulator.names import COUNTRIES, INDUSTRY_CODES
from simulator.people import (
    CASH_FLOW_SIGNS,
    CORPORATE,
    INDIVIDUAL,
    MARRIED,
    OWNERSHIP,
    RETIRED,
    SINGLE,
    WIDOWED,
    Customers,
    Relationships,
)
from simulator.randomness import stream
from simulator.timeline import Month

# one of each sector and outlook first, then what the drawn industries lack
CAST_INDUSTRIES = ("A01", "B06", "C17", "I65", "A05", "B11", "C43", "C27", "N77", "R86")
# of firms outside groups, from the largest revenue to the smallest: industry and staff
CAST_SIZES = (("Q84", 400), ("P83", 150), ("M73", 30), ("O80", 5))
FOREIGN_SHARE = 600_000
PEOPLE_PER_COUNTER_CUSTOMER, PEOPLE_PER_WEALTHY_CUSTOMER = 30, 100
OTHER_INCOME, WEALTH_YEARS = 90_000_000, 12.0  # cents a year; years of income


@dataclass(frozen=True)
class Life:
    """A stage of life: who may be cast for it (age in years at the start), and what he or she is given."""

    least_age: int
    most_age: int
    is_retired: bool
    marital: int
    youngest_age: int | None


LIVES = (
    Life(23, 40, False, SINGLE, None),
    Life(23, 40, False, MARRIED, None),
    Life(24, 40, False, MARRIED, 1),
    Life(30, 40, False, MARRIED, 8),
    Life(46, 58, False, MARRIED, 10),
    Life(46, 58, False, MARRIED, 22),
    Life(63, 90, True, MARRIED, 30),
    Life(46, 58, False, WIDOWED, 22),
    Life(63, 90, True, WIDOWED, 30),
)


def cast_customers(customers: Customers, relationships: Relationships, months: list[Month], seed: int) -> None:
    """Give traits to customers who are on book from before the first month to after the last."""
    random = stream(seed, "cast")
    stays = (customers.onboarded < months[0].first) & (customers.closed == NEVER)
    firms = random.permutation(np.flatnonzero(stays & (customers.kind == CORPORATE)))
    people = random.permutation(np.flatnonzero(stays & (customers.kind == INDIVIDUAL)))
    _cast_firms(customers, relationships, firms)
    _cast_lives(customers, people, months[0].first)
    _cast_habits(customers, people, months[-1].last)


def _cast_firms(customers: Customers, relationships: Relationships, firms: Ints) -> None:
    in_group = np.zeros(customers.count, dtype=bool)
    ownership = relationships.kind == OWNERSHIP
    in_group[relationships.customer[ownership]] = in_group[relationships.related[ownership]] = True
    free = firms[~in_group[firms]]
    free = free[np.argsort(-customers.monthly_income[free], kind="stable")]
    sized = free[np.linspace(0, max(free.size - 1, 0), min(len(CAST_SIZES), free.size)).astype(np.int64)]
    for firm, (industry, staff) in zip(sized.tolist(), CAST_SIZES, strict=False):
        customers.industry[firm], customers.staff[firm] = INDUSTRY_CODES.index(industry), staff

    others = firms[~np.isin(firms, sized)]
    # every second one at most keeps the mix of a small bank
    for firm, industry in zip(others[::2].tolist(), CAST_INDUSTRIES, strict=False):
        customers.industry[firm] = INDUSTRY_CODES.index(industry)
    staged = firms[: len(CASH_FLOW_SIGNS)]
    customers.cash_flow_pattern[staged] = np.arange(staged.size)
    customers.country[firms[:1]] = COUNTRIES.index("HK")
    customers.foreign_share[firms[:1]] = FOREIGN_SHARE


def _cast_lives(customers: Customers, people: Ints, start: int) -> None:
    """One person who lives alone for each stage of the household life cycle."""
    alone = np.bincount(customers.household, minlength=customers.count)[customers.household[people]] == 1
    waiting = people[alone]
    for life in LIVES:
        age = (start - customers.birth[waiting]) / 365.25
        is_retired = customers.employment[waiting] == RETIRED
        fits: Flags = (age >= life.least_age) & (age <= life.most_age) & (is_retired == life.is_retired)
        chosen = waiting[fits][:1]
        has_child = life.youngest_age is not None
        customers.marital[chosen] = life.marital
        customers.children[chosen] = int(has_child)
        customers.youngest_birth[chosen] = (
            NO_DATE if life.youngest_age is None else start - int(life.youngest_age * 365.25)
        )
        waiting = waiting[~np.isin(waiting, chosen)]


def _cast_habits(customers: Customers, people: Ints, end: int) -> None:
    """Who goes to the counter, and who lives on more than what the bank sees."""
    active = people[(customers.usage_death[people] > end) & (customers.usage_rate[people] > 2)]
    customers.prefers_counter[active[: _few(people.size, PEOPLE_PER_COUNTER_CUSTOMER)]] = True
    wealthy = people[: _few(people.size, PEOPLE_PER_WEALTHY_CUSTOMER)]
    customers.other_income[wealthy] = OTHER_INCOME
    customers.wealth_years[wealthy] = WEALTH_YEARS


def _few(count: int, per: int) -> int:
    """One for every `per`, and at least one."""
    return max(count // per, 1)

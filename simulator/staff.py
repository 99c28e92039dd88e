"""Branches, employees, and who looks after whom."""

from dataclasses import dataclass

import numpy as np

from simulator.exact import NEVER, Floats, Ints
from simulator.laws import Laws, leave_probabilities
from simulator.names import REGION_CODES
from simulator.people import INDIVIDUAL, Customers
from simulator.randomness import stream
from simulator.timeline import Month

MANAGER, TELLER, BRANCH_MANAGER, ADVISOR = range(4)
ROLES = ("customer_manager", "teller", "branch_manager", "advisor")
CUSTOMERS_PER_BRANCH = 250
CUSTOMERS_PER_MANAGER = 60
MANAGED_SHARE_OF_PERSONS = 0.4


@dataclass(frozen=True)
class Employees:
    """One element per employee; left is NEVER while employed."""

    branch: Ints
    role: Ints
    hired: Ints
    left: Ints
    respect: Floats

    @property
    def count(self) -> int:
        """Number of employees."""
        return self.branch.size


@dataclass(frozen=True)
class Assignments:
    """One row per period in which an employee looks after a customer; assigned_to is NEVER while it lasts."""

    employee: Ints
    customer: Ints
    assigned_from: Ints
    assigned_to: Ints
    is_change: Ints

    def changed_in(self, month: Month) -> Ints:
        """Customers who got another manager in the month."""
        within = (self.assigned_from >= month.first) & (self.assigned_from <= month.last)
        changed: Ints = self.customer[within & (self.is_change == 1)]
        return changed

    def manager_on(self, day: int, count: int) -> Ints:
        """The manager of each of `count` customers on a day, -1 where none."""
        manager = np.full(count, -1)
        valid = (self.assigned_from <= day) & (self.assigned_to > day)
        manager[self.customer[valid]] = self.employee[valid]
        return manager


def branch_regions(customers: int, seed: int) -> Ints:
    """The region code of each branch."""
    count = max(2, customers // CUSTOMERS_PER_BRANCH)
    drawn = stream(seed, "branches").integers(0, len(REGION_CODES), count)
    drawn[:2] = (0, 1)
    return drawn


def make_staff(
    laws: Laws, customers: Customers, branches: int, months: list[Month], seed: int
) -> tuple[Employees, Assignments]:
    """Employees at the start, who leaves when, the successors, and all assignments of managers to
    customers."""
    random = stream(seed, "staff")
    start = months[0].first
    person = customers.kind == INDIVIDUAL
    managed = np.flatnonzero(~person | (random.random(customers.count) < MANAGED_SHARE_OF_PERSONS))
    per_branch = np.bincount(customers.branch[managed], minlength=branches)
    managers = np.maximum(-(-per_branch // CUSTOMERS_PER_MANAGER), 2)

    branch = np.concatenate([np.repeat(np.arange(branches), managers), np.repeat(np.arange(branches), 4)])
    role = np.concatenate(
        [np.full(managers.sum(), MANAGER), np.tile([TELLER, TELLER, BRANCH_MANAGER, ADVISOR], branches)]
    )
    hired = start - random.integers(100, 5_000, branch.size)
    left = np.full(branch.size, NEVER)
    respect = random.normal(0.0, 1.0, branch.size)

    first_manager = np.concatenate([[0], np.cumsum(managers)[:-1]])
    home = customers.branch[managed]
    keeper = first_manager[home] + random.integers(0, managers[home])
    since = np.maximum(customers.onboarded[managed], hired[keeper])
    rows = [(keeper, managed, since, np.full(managed.size, NEVER), np.zeros(managed.size, dtype=np.int64))]
    keeper_of = np.full(customers.count, -1)
    keeper_of[managed] = keeper

    for month in months[1:]:
        chance = leave_probabilities(laws, respect)
        leavers = np.flatnonzero((left == NEVER) & (hired < month.first) & (random.random(left.size) < chance))
        for leaver in leavers.tolist():
            day = month.first + int(random.integers(2, month.days - 2))
            left[leaver] = day
            successor = branch.size
            branch, role = np.append(branch, branch[leaver]), np.append(role, role[leaver])
            hired, left = np.append(hired, day), np.append(left, NEVER)
            respect = np.append(respect, random.normal())
            moved = np.flatnonzero((keeper_of == leaver) & (customers.closed > day))
            keeper_of[moved] = successor
            since = np.maximum(customers.onboarded[moved], day)
            rows.append((np.full(moved.size, successor), moved, since, np.full(moved.size, NEVER), (since == day) * 1))
    employee, customer, assigned_from, assigned_to, is_change = (
        np.concatenate([row[column] for row in rows]) for column in range(5)
    )
    assigned_to = np.minimum(left[employee], customers.closed[customer])
    kept = assigned_from < assigned_to
    assignments = Assignments(
        employee[kept],
        customer[kept],
        assigned_from[kept],
        assigned_to[kept],
        is_change[kept].astype(np.int64),
    )
    return Employees(branch, role, hired, left, respect), assignments

"""Time-driven activity-based costing (Kaplan & Anderson 2004): activities, their minutes, and the resource
pools."""

from dataclasses import dataclass

import numpy as np

from simulator.bookings import CHANNELS, SYSTEM, Rows
from simulator.exact import Ints, count_by, half_away
from simulator.randomness import stream
from simulator.timeline import Month

POOLS = ("branch_staff", "atm_network", "digital", "phone_centre", "relationship_managers", "operations")
COST_PER_MINUTE = (350, 120, 80, 300, 450, 250)  # cents


@dataclass(frozen=True)
class Activity:
    """An activity, the pool that does it, what counts it, and its time per unit in hundredths of a minute."""

    code: str
    pool: int
    driver: str
    minutes: int
    later_minutes: int | None = None  # from the middle of the simulation on


ACTIVITIES = (
    Activity("counter_transaction", 0, "transaction:branch", 600),
    Activity("atm_transaction", 1, "transaction:atm", 200),
    Activity("online_transaction", 2, "transaction:online", 60),
    Activity("mobile_transaction", 2, "transaction:mobile", 40, later_minutes=30),
    Activity("phone_transaction", 3, "transaction:phone", 700),
    Activity("account_maintenance", 5, "account_month", 350),
    Activity("customer_contact", 4, "interaction", 100),
)


def changes_at(months: int) -> int:
    """Index of the month from which later_minutes hold."""
    return months // 2


def minutes_of(activity: Activity, month: int, months: int) -> int:
    """Hundredths of a minute per unit in a month."""
    later = activity.later_minutes is not None and months > 1 and month >= changes_at(months)
    return activity.later_minutes if later and activity.later_minutes is not None else activity.minutes


@dataclass(frozen=True)
class MonthCosts:
    """cost (cents) and capacity (minutes) by pool; used cents by account and by customer."""

    pool_cost: list[int]
    pool_capacity: list[int]
    by_account: Ints
    by_customer: Ints

    @property
    def total(self) -> int:
        """What all pools cost in the month, in cents."""
        return sum(self.pool_cost)

    @property
    def unused(self) -> int:
        """What is spent on no customer: the cost of unused capacity."""
        return self.total - int(self.by_account.sum()) - int(self.by_customer.sum())


def month_costs(rows: Rows, is_active: Ints, contact_minutes: Ints, month: Month, months: int, seed: int) -> MonthCosts:
    """Costs of a month. rows: its transactions; is_active: 1 per account open in it; contact_minutes by
    customer."""
    random = stream(seed, "costs", month.index)
    counted = rows.channel != SYSTEM
    cells = count_by(rows.account[counted] * len(CHANNELS) + rows.channel[counted], is_active.size * len(CHANNELS))
    transactions = cells.reshape(is_active.size, len(CHANNELS))
    minutes = [minutes_of(activity, month.index, months) for activity in ACTIVITIES]

    def units(activity: Activity) -> Ints:
        if activity.driver == "account_month":
            return is_active
        if activity.driver == "interaction":
            return contact_minutes
        return transactions[:, CHANNELS.index(activity.driver.removeprefix("transaction:"))]

    used = np.zeros(len(POOLS), dtype=np.int64)
    for activity, each in zip(ACTIVITIES, minutes, strict=True):
        used[activity.pool] += int(units(activity).sum()) * each
    utilisation = random.uniform(0.70, 0.92, len(POOLS))
    capacity = np.ceil(used / 100 / utilisation).astype(np.int64) + 60
    dearer = 1 + 0.03 * month.index / 12
    cost = np.rint(capacity * np.array(COST_PER_MINUTE) * dearer).astype(np.int64)

    by_account, by_customer = np.zeros_like(is_active), np.zeros_like(contact_minutes)
    for activity, each in zip(ACTIVITIES, minutes, strict=True):
        spent = half_away(units(activity) * each * cost[activity.pool], int(capacity[activity.pool]) * 100)
        if activity.driver == "interaction":
            by_customer += spent
        else:
            by_account += spent
    return MonthCosts(cost.tolist(), capacity.tolist(), by_account, by_customer)

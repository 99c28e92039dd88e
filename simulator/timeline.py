"""The months of a simulated bank, as day numbers (days since 1970-01-01)."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

EPOCH = date(1970, 1, 1)


def day_number(day: date) -> int:
    """Days since 1970-01-01."""
    return (day - EPOCH).days


def as_date(day: int) -> date:
    """The date of a day number."""
    return EPOCH + timedelta(days=int(day))


@dataclass(frozen=True)
class Month:
    """One calendar month of the simulation; index 0 is the first."""

    index: int
    first: int
    last: int

    @property
    def days(self) -> int:
        """Days in the month."""
        return self.last - self.first + 1

    @property
    def end(self) -> date:
        """The last day, which is also the date of the regular delivery."""
        return as_date(self.last)

    @property
    def label(self) -> str:
        """The month as YYYY-MM."""
        return f"{self.end:%Y-%m}"


def months_until(end: date, count: int) -> list[Month]:
    """The `count` months that end with the month of `end`. Raises ValueError where count < 1."""
    if count < 1:
        raise ValueError(f"months is {count}; a bank needs at least one month")
    months = []
    for index in range(count):
        back = end.year * 12 + end.month - 1 - (count - 1 - index)
        year, month = back // 12, back % 12 + 1
        last = date(year, month, monthrange(year, month)[1])
        months.append(Month(index, day_number(last.replace(day=1)), day_number(last)))
    return months

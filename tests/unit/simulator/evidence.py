"""What landed files tell of the customers on book at the last month end."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from functools import cached_property

from tests.unit.simulator.conftest import Bank
from tests.unit.simulator.landing import Row


class Evidence:
    """Customers on book at the end of the last month, and what the files tell of them, by customer number."""

    def __init__(self, bank: Bank) -> None:
        latest = {number: rows[-1][1] for number, rows in bank.versions("customer", "customer_id").items()}
        self.bank, self.end = bank, bank.summary.last_delivery
        self.customers = {number: row for number, row in latest.items() if not row["closed_date"]}
        self.persons = self.of_type("individual")
        self.firms = self.of_type("corporate")

    def of_type(self, kind: str) -> dict[str, Row]:
        return {number: row for number, row in self.customers.items() if row["customer_type"] == kind}

    def newest(self, table: str, day: str) -> dict[str, Row]:
        rows = self.bank.winners(table, "customer_id", day)
        return {number: rows[number, on] for number, on in sorted(rows)}

    def months_before(self, months: int) -> str:
        """The month that ended so many months before the last, as YYYY-MM."""
        number = self.end.year * 12 + self.end.month - 1 - months
        return f"{number // 12}-{number % 12 + 1:02d}"

    @cached_property
    def statements(self) -> dict[str, Row]:
        return self.newest("financial_statement", "fiscal_year_end_date")

    @cached_property
    def incomes(self) -> dict[str, Row]:
        return self.newest("customer_income", "income_date")

    @cached_property
    def holder(self) -> dict[str, str]:
        rows = self.bank.good("account_holder")
        return {row["account_id"]: row["customer_id"] for _, row in rows if row["holder_role"] == "primary"}

    @cached_property
    def channels(self) -> dict[str, Counter[tuple[str, str]]]:
        """Customer-initiated transactions by customer, month and channel."""
        found: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
        for row in self.bank.winners("transaction", "transaction_id").values():
            if row["is_customer_initiated"] == "true":
                found[self.holder[row["account_id"]]][row["booking_date"][:7], row["channel"]] += 1
        return found

    def transactions(self, number: str, first: int, last: int) -> int:
        """How many in the months from `first` to `last` before the last."""
        span = (self.months_before(first), self.months_before(last))
        return sum(count for (month, _), count in self.channels[number].items() if span[0] <= month <= span[1])

    @cached_property
    def products(self) -> dict[str, list[Row]]:
        """Products of the open accounts of each customer."""
        kinds = {row["product_id"]: row for _, row in self.bank.good("product")}
        held: dict[str, list[Row]] = defaultdict(list)
        for (account,), row in self.bank.winners("account", "account_id").items():
            if not row["closed_date"]:
                held[self.holder[account]].append(kinds[row["product_id"]])
        return held

    def deposits(self, months: int) -> dict[str, float]:
        """Deposits by customer so many months before the last."""
        month, total = self.months_before(months), dict.fromkeys(self.customers, 0.0)
        for (account, month_end), row in self.bank.winners("account_balance", "account_id", "month_end").items():
            if month_end[:7] == month and self.holder[account] in total and float(row["end_balance"]) > 0:
                total[self.holder[account]] += float(row["end_balance"])
        return total

    @cached_property
    def group_members(self) -> set[str]:
        rows = self.bank.winners("customer_relationship", "customer_id", "related_customer_id", "relationship_type")
        owned = [row for row in rows.values() if row["relationship_type"] == "ownership" and not row["valid_to"]]
        return {row[end] for row in owned for end in ("customer_id", "related_customer_id")}

    def firms_with_statement(self) -> Iterator[tuple[str, Row, Row]]:
        return (
            (number, row, self.statements[number]) for number, row in self.firms.items() if number in self.statements
        )

    def years_since(self, day: str) -> int:
        return self.end.year - date.fromisoformat(day).year

    def day(self, text: str) -> date:
        """A date; one that is still to come counts as the last day."""
        return date.fromisoformat(text) if text else self.end

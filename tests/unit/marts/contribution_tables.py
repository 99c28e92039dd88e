"""The models of contribution from accounts to marts, run on made-up accounts."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import duckdb

from tests.unit.marts.rendered_project import RenderedProject
from tests.unit.marts.shared_accounts import CUSTOMERS, LINES, Account, Rates, source_of

MONTH_END = date(2025, 1, 31)
BEGINNING, OPEN_END = date(1900, 1, 1), date(9999, 12, 31)
SPAN = "valid_from date, valid_to date"
INPUTS = {
    "fct_contribution_account_monthly": "account_key bigint, product_key bigint, branch_key bigint, "
    "source_system varchar, month_end_date date, "
    + ", ".join(f"{line}_amount decimal(18,2), {line}_basis varchar" for line in LINES),
    "bridge_account_holder": f"account_key bigint, customer_key bigint, holder_role varchar, "
    f"holder_weight decimal(12,8), {SPAN}",
    "fct_customer_contact_cost_monthly": "customer_key bigint, source_system varchar, month_end_date date, "
    "cost_amount decimal(18,2)",
    "dim_customer": f"customer_key bigint, source_system varchar, branch_key bigint, onboarded_date date, "
    f"closed_date date, {SPAN}",
    "dim_parameter_monthly": "month_end_date date, tax_rate decimal(18,8), hurdle_rate decimal(18,8), "
    "return_on_capital_rate decimal(18,8)",
    "bridge_household": f"household_key bigint, customer_key bigint, {SPAN}",
    "bridge_customer_group": f"group_key bigint, customer_key bigint, {SPAN}",
    "bridge_customer_manager": f"employee_key bigint, customer_key bigint, {SPAN}",
    "dim_product": "product_key bigint, product_group varchar",
    "dim_branch": "branch_key bigint, region_code varchar",
}
# The key of each view.
VIEWS = {
    "customer": "customer_key",
    "account": "account_key",
    "household": "household_key",
    "group": "group_key",
    "product": "product_key",
    "branch": "branch_key",
    "manager": "employee_key",
}
COMPUTED = (
    "fct_contribution_part_monthly",
    "fct_contribution_customer_monthly",
    *(f"{view}_contribution_monthly" for view in VIEWS),
)


class ContributionTables:
    """The models on one connection; every build replaces what the one before has made."""

    def __init__(self) -> None:
        self._connection = duckdb.connect(config={"threads": 1})
        for variable, value in {"as_of": MONTH_END, "batch_id": "test", "reporting_currency": "CNY"}.items():
            self._connection.execute(f"set variable {variable} = '{value}'")
        for table, columns in INPUTS.items():
            self._connection.execute(f"create table {table} ({columns})")
        project = RenderedProject()
        self._sql = {model: project.model(model) for model in COMPUTED}

    def build(
        self,
        accounts: Sequence[Account],
        rates: Rates,
        contacts: Mapping[int, Decimal],
        belongings: Mapping[str, Mapping[int, int]],
        models: Iterable[str] = COMPUTED,
    ) -> None:
        """contacts: cost by customer; belongings: head by customer of each bridge, where there is one."""
        known = [customer for customers in CUSTOMERS.values() for customer in customers]
        self._fill("fct_contribution_account_monthly", [_account_row(account) for account in accounts])
        self._fill(
            "bridge_account_holder",
            [
                (account.key, holder.customer, holder.role, holder.weight, BEGINNING, OPEN_END)
                for account in accounts
                for holder in account.holders
            ],
        )
        self._fill(
            "fct_customer_contact_cost_monthly",
            [(customer, source_of(customer), MONTH_END, cost) for customer, cost in contacts.items()],
        )
        self._fill(
            "dim_customer",
            [
                (customer, source_of(customer), customer % 3 + 1, BEGINNING, None, BEGINNING, OPEN_END)
                for customer in known
            ],
        )
        self._fill("dim_parameter_monthly", [(MONTH_END, rates.tax, rates.hurdle, rates.return_on_capital)])
        for bridge, heads in belongings.items():
            self._fill(bridge, [(head, customer, BEGINNING, OPEN_END) for customer, head in heads.items()])
        for model in models:
            self._connection.execute(f"create or replace table {model} as {self._sql[model]}")

    def rows(self, query: str) -> list[dict[str, Any]]:
        found = self._connection.execute(query)
        names = [column[0] for column in found.description]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]

    def _fill(self, table: str, rows: Sequence[tuple[Any, ...]]) -> None:
        self._connection.execute(f"truncate {table}")
        if rows:
            marks = ", ".join(f"({', '.join('?' * len(row))})" for row in rows)
            self._connection.execute(f"insert into {table} values {marks}", [value for row in rows for value in row])


def _account_row(account: Account) -> tuple[Any, ...]:
    amounts = [value for amount in account.lines for value in (amount, "missing" if amount is None else "booked")]
    return (account.key, account.product, account.branch, account.source, MONTH_END, *amounts)

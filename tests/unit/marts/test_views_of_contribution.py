"""However the money of accounts is shared and grouped, no cent comes or goes, and tax is rounded once per customer."""

from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.marts import shared_accounts
from tests.unit.marts.contribution_tables import VIEWS, ContributionTables
from tests.unit.marts.shared_accounts import (
    CUSTOMERS,
    LINES,
    NOTHING,
    TOTALS,
    UNKNOWN,
    Account,
    Holder,
    Part,
    Rates,
    contact,
    shared,
    source_of,
    totals,
)

AMOUNTS = (*LINES, *TOTALS)
KNOWN = [customer for customers in CUSTOMERS.values() for customer in customers]
costs = st.dictionaries(st.sampled_from(KNOWN), st.decimals(min_value=0, max_value=100, places=2), max_size=6)


def heads(first: int) -> st.SearchStrategy[dict[int, int]]:
    """Some customers belong to one of two heads of their source, others to none."""
    belonging = {customer: st.sampled_from([first, first + 1]) for customer in CUSTOMERS["demo"]}
    belonging |= {customer: st.just(first + 2) for customer in CUSTOMERS["plain"]}
    return st.fixed_dictionaries({}, optional=belonging)


belongings = st.fixed_dictionaries(
    {
        "bridge_household": heads(11),
        "bridge_customer_group": heads(21),
        "bridge_customer_manager": heads(31),
    }
)


@cache
def tables() -> ContributionTables:
    return ContributionTables()


def all_parts(accounts: list[Account], contacts: Mapping[int, Decimal]) -> list[Part]:
    return [part for account in accounts for part in shared(account)] + [
        contact(customer, source_of(customer), cost) for customer, cost in contacts.items()
    ]


@settings(max_examples=15, deadline=None)
@given(shared_accounts.accounts(), shared_accounts.rates, costs, belongings)
def test_every_view_has_the_same_total(
    accounts: list[Account], rates: Rates, contacts: dict[int, Decimal], heads_of: dict[str, dict[int, int]]
) -> None:
    tables().build(accounts, rates, contacts, heads_of)
    parts = all_parts(accounts, contacts)
    by_customer = totals(parts, rates)
    expected: dict[str, dict[str, Decimal]] = defaultdict(lambda: dict.fromkeys(AMOUNTS, NOTHING))
    for (_, source), customer in by_customer.items():
        for amount in AMOUNTS:
            expected[source][amount] += customer[amount]
    unknown = {source: customer for (key, source), customer in by_customer.items() if key == UNKNOWN}
    accounts_of = {account.key: account for account in accounts}
    homes = {
        "household": heads_of["bridge_household"],
        "group": heads_of["bridge_customer_group"],
        "manager": heads_of["bridge_customer_manager"],
    }

    def key_of(view: str, part: Part) -> int:
        if view in homes:
            return homes[view].get(part.customer, UNKNOWN if view == "manager" else part.customer)
        account = accounts_of.get(part.account)
        by_account = {
            "account": part.account,
            "product": account.product if account else -1,
            "branch": account.branch if account else part.customer % 3 + 1,
        }
        return by_account.get(view, part.customer)

    for view, key in VIEWS.items():
        rows = tables().rows(f"select * from {view}_contribution_monthly")
        for source, amounts in expected.items():
            of_source = [row for row in rows if row["source_system"] == source]
            left_out = unknown.get(source, {}) if view == "customer" else {}
            for name, amount in amounts.items():
                found = sum((row[f"{name}_amount"] or NOTHING for row in of_source), NOTHING)
                assert found == amount - left_out.get(name, NOTHING), (view, source, name)
        customers, held = defaultdict(set), defaultdict(set)
        for part in parts:
            place = (key_of(view, part), part.source)
            customers[place] |= {part.customer} - {UNKNOWN}
            held[place] |= {part.account} - {-1}
        for row in rows:
            place = (row[key], row["source_system"])
            assert row["account_count"] == len(held[place]), (view, place)
            assert row.get("customer_count", 0) == (len(customers[place]) if view != "customer" else 0), (view, place)


def test_the_unknown_customer_of_each_source_is_taxed_apart() -> None:
    """0.02 at 25 % is 0.005, rounded to 0.01, in each of two sources; 0.04 together would be 0.01."""
    fees = tuple(Decimal("0.02") if line == "fee_income" else NOTHING for line in LINES)
    unknown = (Holder(UNKNOWN, "unknown", Decimal(1)),)
    accounts = [Account(101, "demo", 1, 1, unknown, fees), Account(102, "plain", 1, 1, unknown, fees)]
    tables().build(accounts, Rates(Decimal("0.25"), NOTHING, NOTHING), {}, {})
    for view in VIEWS.keys() - {"customer"}:
        taxes = tables().rows(f"select tax_amount from {view}_contribution_monthly")
        assert taxes == [{"tax_amount": Decimal("0.01")}] * 2, view
    assert tables().rows("from customer_contribution_monthly where tax_amount <> 0") == []


@settings(max_examples=30, deadline=None)
@given(shared_accounts.accounts(), shared_accounts.rates)
def test_sharing_never_makes_or_loses_a_cent(accounts: list[Account], rates: Rates) -> None:
    tables().build(accounts, rates, {}, {}, ["fct_contribution_part_monthly"])
    rows = tables().rows("select * from fct_contribution_part_monthly")
    found = {(row["customer_key"], row["account_key"]): tuple(row[f"{line}_amount"] for line in LINES) for row in rows}
    assert found == {(part.customer, part.account): part.amounts for account in accounts for part in shared(account)}
    for account in accounts:
        of_account = [row for row in rows if row["account_key"] == account.key]
        assert sum(row["holder_weight"] for row in of_account) == 1
        assert sum(row["is_primary"] for row in of_account) == 1
        for line, amount in zip(LINES, account.lines, strict=True):
            shares = [row[f"{line}_amount"] for row in of_account]
            assert shares == [None] * len(shares) if amount is None else sum(shares) == amount


@settings(max_examples=20, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(CUSTOMERS["demo"]), shared_accounts.lines, shared_accounts.lines),
        min_size=1,
        max_size=5,
    ),
    shared_accounts.rates,
    costs,
)
def test_an_account_split_in_two_changes_no_customer(
    splits: list[tuple[int, tuple[Decimal | None, ...], tuple[Decimal | None, ...]]],
    rates: Rates,
    contacts: dict[int, Decimal],
) -> None:
    whole, halves = [], []
    for number, (customer, one, other) in enumerate(splits):
        holder = (Holder(customer, "primary", Decimal(1)),)
        both = tuple((a or NOTHING) + (b or NOTHING) for a, b in zip(one, other, strict=True))
        whole.append(Account(100 + number, "demo", 1, 1, holder, both))
        halves.append(Account(200 + number, "demo", 1, 1, holder, one))
        halves.append(Account(50 + number, "demo", 2, 3, holder, other))
    expected = totals(all_parts(whole, contacts), rates)
    for accounts in (whole, halves):
        tables().build(accounts, rates, contacts, {}, ["fct_contribution_part_monthly"])
        summed = tables().rows(
            "select customer_key, source_system, "
            + ", ".join(f"coalesce(sum({amount}_amount), 0) as {amount}" for amount in AMOUNTS)
            + " from fct_contribution_part_monthly group by all"
        )
        found = {
            (row["customer_key"], row["source_system"]): {amount: row[amount] for amount in AMOUNTS} for row in summed
        }
        assert found == expected

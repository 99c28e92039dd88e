"""Extracts of the core banking system, as Arrow tables with the column names of the delivered files."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from simulator import columns as c
from simulator.accounts import Accounts, JointHolders
from simulator.bookings import CHANNELS, FEE_TYPES, NO_ACCOUNT, PURPOSES, Fees, Rows
from simulator.exact import NEVER, Ints
from simulator.identifiers import ibans, leis, national_ids, usccs
from simulator.laws import CLOSED_REASONS, CUSTOMER_TYPES
from simulator.names import (
    BANKS,
    CITIES,
    COUNTRIES,
    FINANCIAL_WORDS,
    FIRM_FORMS,
    FIRM_WORDS,
    GIVEN_FEMALE,
    GIVEN_MALE,
    GIVEN_SECOND,
    INDUSTRY_CODES,
    INDUSTRY_NAMES,
    PUBLIC_WORDS,
    REGION_CODES,
    SURNAMES,
)
from simulator.people import (
    CORPORATE,
    EMPLOYMENT_STATUS,
    FINANCIAL_INSTITUTION,
    GENDERS,
    INDIVIDUAL,
    MARITAL_STATUS,
    PUBLIC_BODY,
    RELATIONSHIP_TYPES,
    RESIDENCE_TYPES,
    Customers,
    Relationships,
)
from simulator.posting import MonthBooks
from simulator.products import DAY_COUNTS, PRODUCTS, SIDES
from simulator.randomness import stream
from simulator.rates import CURRENCIES
from simulator.timeline import Month

CUSTOMER_WIDTH, ACCOUNT_WIDTH, TRANSACTION_WIDTH, FEE_WIDTH, BRANCH_WIDTH = 8, 9, 11, 10, 4


def customer_ids(numbers: Ints) -> pa.Array:
    """C00000001 for customer 0."""
    return c.identifiers("C", numbers + 1, CUSTOMER_WIDTH)


def account_ids(numbers: Ints) -> pa.Array:
    """A000000001 for account 0."""
    return c.identifiers("A", numbers + 1, ACCOUNT_WIDTH)


def branch_ids(numbers: Ints) -> pa.Array:
    """B0001 for branch 0."""
    return c.identifiers("B", numbers + 1, BRANCH_WIDTH)


def product_ids(indexes: Ints) -> pa.Array:
    """P101 and so on; a negative index as null."""
    return c.labels(indexes, [product.code for product in PRODUCTS])


def people_names(women: Ints, random: np.random.Generator) -> list[str]:
    """Chinese full names."""
    count = women.size
    surname = random.integers(0, len(SURNAMES), count)
    first = random.integers(0, min(len(GIVEN_FEMALE), len(GIVEN_MALE)), count)
    second = random.integers(0, len(GIVEN_SECOND), count)
    return [
        SURNAMES[family] + GIVEN_SECOND[middle] + (GIVEN_FEMALE if woman else GIVEN_MALE)[given]
        for family, middle, given, woman in zip(surname, second, first, women, strict=True)
    ]


def customer_texts(customers: Customers, seed: int) -> dict[str, list[str | None]]:
    """The unchanging texts of every customer: full_name, national_id, uscc, lei."""
    random = stream(seed, "names")
    count = customers.count
    person = customers.kind == INDIVIDUAL
    everybody = np.arange(count)
    women = customers.gender == 0
    names: list[str | None] = list(people_names(women, random))
    word, form = random.integers(0, len(FIRM_WORDS), count), random.integers(0, len(FIRM_FORMS), count)
    for row in np.flatnonzero(~person).tolist():
        city = CITIES[customers.region[row]]
        if customers.kind[row] == CORPORATE:
            trade = INDUSTRY_NAMES[customers.industry[row]]
            names[row] = f"{city} {FIRM_WORDS[word[row]]} {trade} {FIRM_FORMS[form[row]]}"
        elif customers.kind[row] == PUBLIC_BODY:
            names[row] = f"{city} {PUBLIC_WORDS[word[row] % len(PUBLIC_WORDS)]} No. {row + 1}"
        else:
            names[row] = f"{city} {FINANCIAL_WORDS[word[row] % len(FINANCIAL_WORDS)]} No. {row + 1}"
    texts: dict[str, list[str | None]] = {"full_name": names}
    has_lei = (customers.kind == FINANCIAL_INSTITUTION) | ((customers.kind == CORPORATE) & (everybody % 5 == 0))
    for name, owners, made in (
        ("national_id", person, national_ids(everybody[person], customers.birth[person], women[person])),
        ("uscc", ~person, usccs(everybody[~person])),
        ("lei", has_lei, leis(everybody[has_lei])),
    ):
        texts[name] = [None] * count
        for row, text in zip(np.flatnonzero(owners).tolist(), made, strict=True):
            texts[name][row] = text
    return texts


def customer_table(customers: Customers, texts: dict[str, list[str | None]], rows: Ints, day: int) -> pa.Table:
    """Customers as the system knows them on a day."""

    def fixed(name: str) -> pa.Array:
        return c.texts([texts[name][row] for row in rows.tolist()])

    closed = np.where(customers.closed[rows] <= day, customers.closed[rows], NEVER)
    reason = np.where(closed < NEVER, customers.closed_reason[rows], -1)
    foreign = customers.foreign_share[rows]
    children, staff = customers.children[rows], customers.staff[rows]
    return pa.table(
        {
            "customer_id": customer_ids(rows),
            "customer_type": c.labels(customers.kind[rows], CUSTOMER_TYPES),
            "full_name": fixed("full_name"),
            "national_id": fixed("national_id"),
            "uscc": fixed("uscc"),
            "lei": fixed("lei"),
            "birth_date": c.dates(customers.birth[rows]),
            "gender": c.labels(customers.gender[rows], GENDERS),
            "marital_status": c.labels(customers.marital[rows], MARITAL_STATUS),
            "children_count": c.whole(children, children >= 0),
            "youngest_child_birth_date": c.dates(customers.youngest_birth[rows]),
            "employment_status": c.labels(customers.employment[rows], EMPLOYMENT_STATUS),
            "residence_type": c.labels(customers.residence_type[rows], RESIDENCE_TYPES),
            "residence_region": c.labels(customers.region[rows], REGION_CODES),
            "registration_country": c.labels(customers.country[rows], COUNTRIES),
            "foreign_ownership_share": c.decimals(foreign, 6, foreign >= 0),
            "industry_code": c.labels(customers.industry[rows], INDUSTRY_CODES),
            "employee_count": c.whole(staff, staff >= 0),
            "branch_id": branch_ids(customers.branch[rows]),
            "onboarded_date": c.dates(customers.onboarded[rows]),
            "closed_date": c.dates(closed),
            "closed_reason": c.labels(reason, CLOSED_REASONS),
            "phone": c.identifiers("+86 000 ", customers.phone[rows], 8),
            "email": pc.binary_join_element_wise(c.identifiers("c", rows + 1, 8), "@example.com", ""),
        }
    )


def relationship_table(relationships: Relationships, rows: Ints, day: int) -> pa.Table:
    """Relationships as known on a day."""
    share = relationships.share[rows]
    valid_to = np.where(relationships.valid_to[rows] <= day, relationships.valid_to[rows], NEVER)
    return pa.table(
        {
            "customer_id": customer_ids(relationships.customer[rows]),
            "related_customer_id": customer_ids(relationships.related[rows]),
            "relationship_type": c.labels(relationships.kind[rows], RELATIONSHIP_TYPES),
            "share": c.decimals(share, 6, share >= 0),
            "valid_from": c.dates(relationships.valid_from[rows]),
            "valid_to": c.dates(valid_to),
        }
    )


def product_table() -> pa.Table:
    """All products."""
    return pa.table(
        {
            "product_id": [product.code for product in PRODUCTS],
            "product_name": [product.name for product in PRODUCTS],
            "product_name_zh": [product.name_zh for product in PRODUCTS],
            "product_group": [product.group for product in PRODUCTS],
            "balance_side": [SIDES[product.side] for product in PRODUCTS],
            "day_count": [DAY_COUNTS[product.day_count] for product in PRODUCTS],
            "tenor_months": [product.tenor for product in PRODUCTS],
            "is_complex": [product.is_complex for product in PRODUCTS],
            "is_self_directed": [product.is_self_directed for product in PRODUCTS],
        }
    )


def branch_table(regions: Ints, start: int) -> pa.Table:
    """All branches."""
    numbers = np.arange(regions.size)
    city = [CITIES[region] for region in regions]
    return pa.table(
        {
            "branch_id": branch_ids(numbers),
            "branch_name": [f"{place} {number + 1}" for place, number in zip(city, numbers.tolist(), strict=True)],
            "region": c.labels(regions, REGION_CODES),
            "city": city,
            "opened_date": c.dates(start - 3_000 - 37 * numbers),
        }
    )


def account_table(accounts: Accounts, rows: Ints, day: int) -> pa.Table:
    """Accounts as known on a day."""
    return pa.table(
        {
            "account_id": account_ids(rows),
            "iban": c.texts(ibans(rows + 1)),
            "product_id": product_ids(accounts.product[rows]),
            "branch_id": branch_ids(accounts.branch[rows]),
            "currency": c.labels(accounts.currency[rows], CURRENCIES),
            "interest_rate": c.decimals(accounts.rate[rows], 6),
            "opened_date": c.dates(accounts.opened[rows]),
            "closed_date": c.dates(np.where(accounts.closed[rows] <= day, accounts.closed[rows], NEVER)),
        }
    )


def holder_table(accounts: Accounts, holders: JointHolders, rows: Ints) -> pa.Table:
    """All holders of the accounts in rows, primary holders first."""
    joint = np.flatnonzero(np.isin(holders.account, rows))
    account = np.concatenate([rows, holders.account[joint]])
    role = np.repeat(["primary", "joint"], [rows.size, joint.size])
    return pa.table(
        {
            "account_id": account_ids(account),
            "customer_id": customer_ids(np.concatenate([accounts.owner[rows], holders.customer[joint]])),
            "holder_role": c.texts(role.tolist()),
            "holder_share": c.decimals(np.concatenate([accounts.primary_share[rows], holders.share[joint]]), 6),
        }
    )


def balance_table(accounts: Accounts, balance: Ints, books: MonthBooks, month: Month) -> pa.Table:
    """End and average balances of the accounts that were open on a day of the month."""
    rows = np.flatnonzero(books.is_active)
    return pa.table(
        {
            "account_id": account_ids(rows),
            "month_end": c.dates(np.full(rows.size, month.last)),
            "end_balance": c.money(balance[rows]),
            "average_balance": c.money(books.average[rows]),
            "currency": c.labels(accounts.currency[rows], CURRENCIES),
        }
    )


def transaction_table(rows: Rows, numbers: Ints, accounts: Accounts) -> pa.Table:
    """Transactions, numbered."""
    ours = rows.counterparty < NO_ACCOUNT
    counterparty = pc.if_else(
        pa.array(ours),
        account_ids(np.where(ours, -rows.counterparty - 2, 0)),
        c.identifiers("X", np.maximum(rows.counterparty, 0), 10),
    )
    return pa.table(
        {
            "transaction_id": c.identifiers("T", numbers, TRANSACTION_WIDTH),
            "account_id": account_ids(rows.account),
            "booking_date": c.dates(rows.day),
            "value_date": c.dates(rows.value_day),
            "amount": c.money(np.abs(rows.amount)),
            "credit_debit": c.labels((rows.amount < 0).astype(np.int64), ("CRDT", "DBIT")),
            "currency": c.labels(accounts.currency[rows.account], CURRENCIES),
            "channel": c.labels(rows.channel, CHANNELS),
            "purpose": c.labels(rows.purpose, PURPOSES),
            "counterparty_bank": c.labels(rows.bank, BANKS),
            "counterparty_account": c.only(counterparty, rows.counterparty != NO_ACCOUNT),
            "is_customer_initiated": c.flags(rows.initiated),
        }
    )


def loan_table(
    accounts: Accounts, balance: Ints, arrears: Ints, books: MonthBooks, loans: Ints, month: Month
) -> pa.Table:
    """Loan accounts at the end of a month."""
    limit = accounts.limit[loans]
    return pa.table(
        {
            "account_id": account_ids(loans),
            "month_end": c.dates(np.full(loans.size, month.last)),
            "original_amount": c.money(accounts.original[loans]),
            "outstanding_amount": c.money(-balance[loans]),
            "limit_amount": c.money(limit, limit > 0),
            "arrears_amount": c.money(arrears[loans]),
            "days_past_due": c.whole(books.days_past_due[loans]),
            "maturity_date": c.dates(accounts.maturity[loans]),
        }
    )


def fee_table(fees: Fees, numbers: Ints, accounts: Accounts) -> pa.Table:
    """Fees and refunds, numbered."""
    return pa.table(
        {
            "fee_id": c.identifiers("F", numbers, FEE_WIDTH),
            "account_id": account_ids(fees.account),
            "booking_date": c.dates(fees.day),
            "value_date": c.dates(fees.value_day),
            "fee_type": c.labels(fees.kind, FEE_TYPES),
            "fee_kind": c.labels(fees.is_refund.astype(np.int64), ("fee", "refund")),
            "amount": c.money(fees.amount),
            "currency": c.labels(accounts.currency[fees.account], CURRENCIES),
        }
    )

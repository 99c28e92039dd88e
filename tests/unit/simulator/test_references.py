from collections import defaultdict
from decimal import Decimal

import pytest

from tests.unit.simulator.conftest import Bank
from tests.unit.simulator.rules import breaches

REFERENCES = (
    ("account", "product_id", "product"),
    ("account", "branch_id", "branch"),
    ("account_holder", "account_id", "account"),
    ("account_holder", "customer_id", "customer"),
    ("account_balance", "account_id", "account"),
    ("transaction", "account_id", "account"),
    ("fee", "account_id", "account"),
    ("loan", "account_id", "account"),
    ("risk_parameter", "account_id", "account"),
    ("customer", "branch_id", "branch"),
    ("customer_relationship", "customer_id", "customer"),
    ("customer_income", "customer_id", "customer"),
    ("financial_statement", "customer_id", "customer"),
    ("employee", "branch_id", "branch"),
    ("employee_assignment", "employee_id", "employee"),
    ("employee_assignment", "customer_id", "customer"),
    ("employee_survey", "employee_id", "employee"),
    ("complaint", "customer_id", "customer"),
    ("complaint", "product_id", "product"),
    ("interaction", "customer_id", "customer"),
    ("interaction", "employee_id", "employee"),
    ("survey_response", "customer_id", "customer"),
    ("survey_response", "wave_id", "survey_wave"),
    ("survey_response", "question_code", "survey_question"),
    ("campaign", "product_id", "product"),
    ("campaign_contact", "campaign_id", "campaign"),
    ("campaign_contact", "customer_id", "customer"),
    ("stated_need", "customer_id", "customer"),
    ("competitor_offer", "competitor_id", "competitor"),
    ("competitor_campaign", "competitor_id", "competitor"),
    ("competitor_strength", "competitor_id", "competitor"),
)


@pytest.mark.parametrize("name", ["dirty_bank", "clean_bank"])
@pytest.mark.parametrize(("table", "column", "target"), REFERENCES)
def test_every_reference_finds_a_good_row(
    request: pytest.FixtureRequest, name: str, table: str, column: str, target: str
) -> None:
    bank: Bank = request.getfixturevalue(name)
    known = {row[column] for _, row in bank.good(target)}
    used = {row[column] for _, row in bank.good(table)} - {""}
    assert used
    assert used <= known


def test_shares_of_holders_are_one_in_every_delivered_set(dirty_bank: Bank) -> None:
    sets: dict[tuple[str, object], list[dict[str, str]]] = defaultdict(list)
    for file, row in dirty_bank.good("account_holder"):
        sets[row["account_id"], file.business_date].append(row)
    for rows in sets.values():
        assert sum(Decimal(row["holder_share"]) for row in rows) == 1
        assert [row["holder_role"] for row in rows].count("primary") == 1
    assert {len(rows) for rows in sets.values()} == {1, 2, 3}


def test_there_are_all_types_groups_and_currencies(dirty_bank: Bank) -> None:
    customers = [row for _, row in dirty_bank.good("customer")]
    assert {row["customer_type"] for row in customers} == {
        "individual",
        "corporate",
        "public_body",
        "financial_institution",
    }
    kinds = {row["relationship_type"] for _, row in dirty_bank.good("customer_relationship")}
    assert kinds == {"household", "ownership", "supplier", "referral"}
    assert {row["currency"] for _, row in dirty_bank.good("account")} == {"CNY", "USD", "EUR"}


def test_loans_are_in_the_banks_own_currency(dirty_bank: Bank) -> None:
    loans = {row["account_id"] for _, row in dirty_bank.good("loan")}
    currencies = {row["currency"] for _, row in dirty_bank.good("account") if row["account_id"] in loans}
    assert currencies == {"CNY"}


def test_ownership_makes_trees(dirty_bank: Bank) -> None:
    owner: dict[str, str] = {}
    for _, row in dirty_bank.good("customer_relationship"):
        if row["relationship_type"] == "ownership":
            assert owner.setdefault(row["customer_id"], row["related_customer_id"]) == row["related_customer_id"]
            assert Decimal("0.5") < Decimal(row["share"]) <= 1
    assert owner
    for start in owner:
        seen, place = {start}, owner[start]
        while place in owner:
            assert place not in seen
            seen.add(place)
            place = owner[place]


def test_household_heads_have_a_row_of_their_own(dirty_bank: Bank) -> None:
    rows = [row for _, row in dirty_bank.good("customer_relationship") if row["relationship_type"] == "household"]
    members = {(row["customer_id"], row["related_customer_id"]) for row in rows}
    assert members
    assert all((head, head) in members for _, head in members)


def test_nothing_happens_outside_a_relationship(dirty_bank: Bank) -> None:
    latest = {number: rows[-1][1] for number, rows in dirty_bank.versions("customer", "customer_id").items()}
    for table, dated in (("interaction", "interaction_date"), ("complaint", "opened_date")):
        for _, row in dirty_bank.good(table):
            customer = latest[row["customer_id"]]
            assert customer["onboarded_date"] <= row[dated] <= (customer["closed_date"] or "9999-12-31")


def test_a_manager_is_at_the_bank_while_looking_after_a_customer(dirty_bank: Bank) -> None:
    staff = {number: rows[-1][1] for number, rows in dirty_bank.versions("employee", "employee_id").items()}
    assignments = dirty_bank.winners("employee_assignment", "employee_id", "customer_id", "valid_from")
    for row in assignments.values():
        employee = staff[row["employee_id"]]
        assert employee["hired_date"] <= row["valid_from"]
        assert not employee["left_date"] or row["valid_to"] <= employee["left_date"]
    assert any(row["valid_to"] for row in assignments.values())


def test_files_are_in_the_form_of_their_system(dirty_bank: Bank) -> None:
    forms = {
        (file.path.split("/")[1], file.entry["format"], file.entry.get("delimiter"), file.entry["encoding"])
        for file in dirty_bank.files
    }
    assert forms == {
        ("core_banking", "csv", ",", "utf-8"),
        ("finance", "csv", ";", "utf-8-sig"),
        ("human_resources", "csv", ",", "gb18030"),
        ("relationship_desk", "jsonl", None, "utf-8"),
        ("market", "csv", "|", "latin-1"),
        ("market", "parquet", None, "utf-8"),
    }
    zipped = {file.table for file in dirty_bank.files if file.entry["compression"] == "gzip"}
    assert zipped == {"transaction", "account_balance"}


def test_planted_rows_never_hide_a_good_one(dirty_bank: Bank) -> None:
    for table, key in (
        ("transaction", "transaction_id"),
        ("customer", "customer_id"),
        ("account", "account_id"),
    ):
        good = {row[key] for _, row in dirty_bank.good(table)}
        bad = {row[key] for file in dirty_bank.of(table) for row in file.rows if breaches(table, row)}
        assert bad
        assert not bad & good


def test_suppliers_are_paid_by_their_buyers(clean_bank: Bank) -> None:
    links = {
        (row["customer_id"], row["related_customer_id"])
        for _, row in clean_bank.good("customer_relationship")
        if row["relationship_type"] == "supplier"
    }
    holder = {row["account_id"]: row["customer_id"] for _, row in clean_bank.good("account_holder")}
    paid = {
        (holder[row["account_id"]], holder[row["counterparty_account"]])
        for _, row in clean_bank.good("transaction")
        if row["counterparty_bank"] == "DEMOCNSH" and row["credit_debit"] == "DBIT" and row["purpose"] == "transfer"
    }
    assert links
    assert len(links & paid) > len(links) / 2

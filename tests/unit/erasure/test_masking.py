"""What goes and what stays of a landed file when a customer is erased."""

import json
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orchestration.erasure.person import LandedTables, find_number, find_person
from orchestration.erasure.pseudonyms import Pseudonyms
from orchestration.erasure.suppression import SuppressionError, read_suppression, write_suppression
from orchestration.explain.published import customer_key
from orchestration.ingestion.raw_zone import RawZone
from tests.unit.erasure.shop import (
    SECRET,
    SOURCE,
    TABLES,
    Row,
    land,
    masked,
    read_lines,
    read_rows,
    suppression_of,
    write_rejects,
    write_rows,
)

WHO = Pseudonyms(SECRET, SOURCE).number("customer", "C000001")
ANN = Pseudonyms(SECRET, SOURCE).number("account", "A000001")
CUSTOMERS: list[Row] = [
    ("C000001", "刘晓丽", "990000199110230289", "+86 000 0001", "1991-10-23", "B1"),
    ("C000002", "郭洁", "990000194802180201", "+86 000 0001", "1948-02-18", "B1"),
    ("C000003", "郭洁", "990000197112100200", "+86 000 0003", "1971-12-10", "B2"),
    ("C000009", "刘晓丽", "99000019911023028X", "+86 000 0001", "1991-13-01", "B1"),  # a bad copy of the first
]
HOLDERS: list[Row] = [
    ("A000001", "C000001", "1.0"),
    ("A000002", "C000001", "0.5"),
    ("A000002", "C000002", "0.5"),
    ("A000003", "C000003", "1.0"),
]


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    land(tmp_path, "customer", CUSTOMERS)
    land(tmp_path, "holder", HOLDERS)
    return tmp_path


def erase(raw: Path, table: str, rows: list[Row], customer: str = "C000001") -> list[Row]:
    path = write_rows(raw / f"{table}.parquet", table, rows)
    return read_rows(masked(suppression_of(raw, customer), table, path, raw / "masked"))


def test_a_row_of_the_customer_keeps_what_is_not_personal(raw: Path) -> None:
    first, mate, stranger, copy = erase(raw, "customer", CUSTOMERS)
    assert first == (WHO, None, None, None, None, "B1")
    assert (mate, stranger) == (CUSTOMERS[1], CUSTOMERS[2]), "a telephone that two bear stays with the other"
    assert copy == ("C000009", None, None, None, None, "B1")


def test_an_account_of_its_own_gets_a_pseudonym_and_a_joint_one_stays(raw: Path) -> None:
    assert erase(raw, "holder", HOLDERS) == [
        (ANN, WHO, "1.0"),
        ("A000002", WHO, "0.5"),
        ("A000002", "C000002", "0.5"),
        ("A000003", "C000003", "1.0"),
    ]


def test_when_the_last_holder_is_erased_the_joint_account_goes_too(raw: Path) -> None:
    rows = erase(raw, "holder", HOLDERS)
    land(raw, "holder", rows)
    numbers = [row[0] for row in erase(raw, "holder", rows, "C000002")]
    assert numbers == [ANN, *[Pseudonyms(SECRET, SOURCE).number("account", "A000002")] * 2, "A000003"]


def test_payments_keep_their_amounts_and_lose_both_ends(raw: Path) -> None:
    payments: list[Row] = [
        ("T1", "A000001", "10.00", "A000003", "rent"),
        ("T2", "A000003", "20.00", "A000001", "rent of 刘晓丽"),
        ("T3", "A000002", "30.00", "A000003", "from C000001"),
    ]
    assert erase(raw, "payment", payments) == [
        ("T1", ANN, "10.00", None, "rent"),
        ("T2", "A000003", "20.00", ANN, "rent of (erased)"),
        ("T3", "A000002", "30.00", "A000003", "from (erased)"),
    ]


def test_a_relationship_points_at_nobody(raw: Path) -> None:
    rows: list[Row] = [
        ("C000002", "C000001", "household"),
        ("C000001", "C000003", "referral"),
        ("C000002", "C000003", "x"),
    ]
    assert erase(raw, "relation", rows) == [(WHO, WHO, "household"), (WHO, WHO, "referral"), rows[2]]


def test_words_go_with_their_author_and_lose_the_name_elsewhere(raw: Path) -> None:
    rows: list[Row] = [
        ("K1", "C000001", "E1", "too slow"),
        ("K2", "C000002", "E1", "my neighbour 刘晓丽 says so"),
        ("K3", "C000003", "E1", "郭洁 says so"),
        ("K4", None, None, None),
    ]
    assert erase(raw, "complaint", rows) == [
        ("K1", WHO, "E1", None),
        ("K2", "C000002", "E1", "my neighbour (erased) says so"),
        ("K3", "C000003", "E1", "郭洁 says so"),
        ("K4", None, None, None),
    ]


def test_a_name_that_others_bear_stays_in_the_words_of_others(raw: Path) -> None:
    rows: list[Row] = [("K1", "C000001", "E1", "郭洁 says so")]
    assert erase(raw, "complaint", rows, "C000002") == rows


def test_a_rejected_line_is_erased_whole(raw: Path) -> None:
    rows = write_rows(raw / "payment.parquet", "payment", [("T1", "A000003", "1.00", None, None)])
    rejects = write_rejects(raw / "rejects.parquet", ["T2,A000001,5", "T3,A0000011,5", "no customer C000001", "刘晓丽"])
    suppression = suppression_of(raw, "C000001")
    (raw / "masked").mkdir()
    with duckdb.connect() as connection:
        changes = suppression.masked(connection, "payment", rows, rejects, raw / "masked")
    assert (changes.rows, changes.rejects) == (0, 3)
    assert read_lines(raw / "masked" / "rejects.parquet") == ["(erased)", "T3,A0000011,5", "(erased)", "(erased)"]
    assert read_rows(raw / "masked" / "payment.parquet") == read_rows(rows)


def test_short_numbers_are_found_in_their_own_columns_alone(tmp_path: Path) -> None:
    land(tmp_path, "customer", [("45", None, None, None, None, "45"), ("46", None, None, None, None, "45")])
    land(tmp_path, "holder", [("7", "45", "1.0"), ("45", "46", "1.0")])
    own, account = (
        Pseudonyms(SECRET, SOURCE).number("customer", "45"),
        Pseudonyms(SECRET, SOURCE).number("account", "7"),
    )
    assert erase(tmp_path, "holder", [("7", "45", "45"), ("45", "46", "7")], "45") == [
        (account, own, "45"),
        ("45", "46", "7"),
    ]


def test_a_bare_number_elsewhere_may_be_an_amount(tmp_path: Path) -> None:
    land(tmp_path, "customer", [("10023456", None, None, None, None, "B1")])
    land(tmp_path, "holder", [("20023456", "10023456", "1.0")])
    rows: list[Row] = [("10023456", "A9", "10023456", None, "to 10023456")]
    assert erase(tmp_path, "payment", rows, "10023456") == [("10023456", "A9", "10023456", None, "to (erased)")]


def test_the_earliest_erased_of_two_in_one_row_stands_for_both(raw: Path) -> None:
    first = suppression_of(raw, "C000001")
    both = first.with_customer(suppression_of(raw, "C000003").customers[0])
    path = write_rows(raw / "relation.parquet", "relation", [("C000003", "C000001", "household")])
    assert read_rows(masked(both, "relation", path, raw / "masked")) == [(WHO, WHO, "household")]


def test_a_customer_is_found_by_number_source_and_key(raw: Path) -> None:
    with duckdb.connect() as connection:
        landed = LandedTables.of(connection, raw, SOURCE, TABLES)
        key = str(customer_key(SECRET, SOURCE, "C000002"))
        for asked in ("C000002", f"{SOURCE}:C000002", key):
            assert find_number(landed, SECRET, SOURCE, asked) == "C000002"
        assert find_number(landed, SECRET, SOURCE, "C7") is None
        assert find_person(landed, SOURCE, "C000002").shared == (("郭洁", True), ("+86 000 0001", False))


def test_the_list_holds_nothing_of_the_customer_and_no_other_secret_reads_it(raw: Path) -> None:
    suppression = suppression_of(raw, "C000001")
    write_suppression(raw, suppression)
    text = RawZone(raw / SOURCE).erased.read_text()
    assert not any(value and value in text for value in (*CUSTOMERS[0][:5], "A000001"))
    assert RawZone(raw / SOURCE).erased.stat().st_mode & 0o777 == 0o600
    assert read_suppression(raw, SOURCE, SECRET, TABLES).customers == suppression.customers
    with pytest.raises(SuppressionError, match="another key secret"):
        read_suppression(raw, SOURCE, "changed", TABLES)
    RawZone(raw / SOURCE).erased.write_text(json.dumps({"check": "x"}))
    with pytest.raises(SuppressionError, match="cannot be read"):
        read_suppression(raw, SOURCE, SECRET, TABLES)


NUMBERS = [f"C00000{n}" for n in range(1, 5)]
ACCOUNTS = [f"A00000{n}" for n in range(1, 6)]
NAMES = dict(zip(NUMBERS, ["王小明", "Ann Lee", "Bo", "李四光"], strict=True))
words = st.lists(
    st.one_of(st.sampled_from([*NUMBERS, *ACCOUNTS, *NAMES.values()]), st.text(alphabet="abc 你1", max_size=4)),
    max_size=5,
).map(" ".join)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    holders=st.lists(
        st.tuples(st.sampled_from(ACCOUNTS), st.sampled_from(NUMBERS), st.just("1.0")), min_size=1, max_size=8
    ),
    complaints=st.lists(
        st.tuples(st.just("K1"), st.none() | st.sampled_from(NUMBERS), st.just("E1"), st.none() | words),
        min_size=1,
        max_size=8,
    ),
    customer=st.sampled_from(NUMBERS),
)
def test_nothing_of_anybody_is_left_and_nothing_of_others_is_lost(
    tmp_path_factory: pytest.TempPathFactory, holders: list[Row], complaints: list[Row], customer: str
) -> None:
    raw = tmp_path_factory.mktemp("raw")
    rows: dict[str, list[Row]] = {
        "customer": [(number, NAMES[number], None, None, None, "B1") for number in NUMBERS],
        "holder": holders,
        "complaint": complaints,
    }
    for table, content in rows.items():
        land(raw, table, content)
    suppression = suppression_of(raw, customer)
    others = {account for account, holder, _ in holders if holder != customer}
    gone = {customer, NAMES[customer]} | {account for account, holder, _ in holders if holder == customer} - others
    for table, content in rows.items():
        path = write_rows(raw / f"{table}.parquet", table, content)
        once = masked(suppression, table, path, raw / table)
        new = read_rows(once)
        assert len(new) == len(content)
        assert masked(suppression, table, once, raw / f"{table}2") == once, "masking twice is masking once"
        for before, after in zip(content, new, strict=True):
            parts = {part for value in after if value for part in (value, *value.split(" "))}
            assert not parts & gone
            if customer not in before and not any(text in (value or "") for text in gone for value in before):
                assert after == before

"""Every published figure of contribution can be computed again by hand from what its explanation shows."""

import random
import re
import shutil
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import duckdb
import pytest

from tests.conftest import warehouse
from tests.integration.explained import TOTALS, Row, cents, recomputed, recomputed_total

LINE = re.compile(r"^(?P<label>\S.{43}) *(?P<amount>-|-?[\d,]+\.\d+)  (?P<basis>\w+)$")


def rows_of(connection: duckdb.DuckDBPyConnection, query: str) -> list[Row]:
    result = connection.execute(query)
    names = [column[0] for column in result.description or ()]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


@pytest.fixture(scope="module")
def explained(demo_home: Path) -> list[Row]:
    path = demo_home / "published" / "current" / "warehouse.duckdb"
    with duckdb.connect(str(path), read_only=True) as connection:
        return rows_of(connection, "select * from marts.contribution_explained")


@pytest.fixture(scope="module")
def numbers(demo_home: Path) -> Iterator[dict[int, str]]:
    with duckdb.connect(str(demo_home / "build" / "demo" / "bank.duckdb"), read_only=True) as connection:
        yield dict(connection.execute("select customer_key, customer_number from private.key_customer").fetchall())


def test_every_account_amount_follows_from_the_inputs_of_its_row(explained: list[Row]) -> None:
    measured = [row for row in explained if row["line_kind"] == "measured"]
    shown = [(row, recomputed(row)) for row in measured]
    assert [(row, by_hand) for row, by_hand in shown if by_hand is not None and by_hand != row["account_amount"]] == []
    # A row without inputs stands for nothing: zero, or unknown with a reason.
    silent = [row for row, by_hand in shown if by_hand is None and row["account_amount"]]
    assert silent == []
    assert [row for row in measured if row["amount"] is None and row["missing_reason"] is None] == []
    by_line = {row["line_code"] for row, by_hand in shown if by_hand}
    assert by_line >= {"ftp_charge", "ftp_credit", "expected_loss", "economic_capital", "operating_cost", "fee_income"}
    assert by_line >= {
        "interest_income",
        "penalty_interest",
        "interest_expense",
        "fee_refund",
        "revaluation_difference",
    }
    assert any(by_hand and row["exchange_rate_valid_from"] for row, by_hand in shown)


def test_the_shares_of_all_holders_make_up_the_account(explained: list[Row]) -> None:
    holders: dict[tuple[object, ...], dict[int, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for row in explained:
        if row["level_code"] == "account" and row["amount"] is not None:
            account = (row["account_key"], row["month_end_date"], row["line_code"])
            holders[account][row["customer_key"]].append(row)
    joint = 0
    for account, by_customer in holders.items():
        whole = next(sum(Fraction(row["account_amount"]) for row in rows) for rows in by_customer.values())
        for rows in by_customer.values():
            share = sum(Fraction(row["amount"]) for row in rows)
            if not rows[0]["is_primary"]:
                assert share == cents(whole * Fraction(rows[0]["holder_weight"])), account
        if sum(rows[0]["holder_weight"] for rows in by_customer.values()) == 1:
            assert sum(Fraction(row["amount"]) for rows in by_customer.values() for row in rows) == whole, account
            joint += len(by_customer) > 1
    assert joint > 100


def test_every_total_follows_from_the_lines_of_its_customer(explained: list[Row]) -> None:
    customers: dict[tuple[object, ...], dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for row in explained:
        customers[row["customer_key"], row["month_end_date"]][row["line_code"]].append(row)
    assert len(customers) > 3000
    for customer, lines in customers.items():
        assert len(lines) == 22, customer
        amounts = {
            line: sum((Fraction(row["amount"]) for row in rows if row["amount"] is not None), Fraction(0))
            for line, rows in lines.items()
        }
        for line in [*TOTALS, "tax", "return_on_capital", "capital_charge"]:
            assert recomputed_total(line, amounts, lines[line][0]) == amounts[line], (customer, line)
        counted = sum(amounts[line] * rows[0]["sign_in_net_income"] for line, rows in lines.items())
        assert counted == amounts["net_income"], customer
        (raroc,) = (row["result_rate"] for row in lines["raroc"])
        if amounts["economic_capital"]:
            assert abs(float(raroc) - float(12 * amounts["net_income"] / amounts["economic_capital"])) < 1e-8
        else:
            assert raroc is None


def test_explained_rows_add_up_to_the_mart_in_every_month(published: duckdb.DuckDBPyConnection) -> None:
    lines = [line for (line,) in published.execute("select line_code from warehouse.dim_contribution_rule").fetchall()]
    assert len(lines) == 22
    for line in sorted(set(lines) - {"raroc"}):
        wrong = published.execute(
            f"""
            select count(*) from marts.customer_contribution_monthly as m
            left join (
                select customer_key, month_end_date, sum(amount) as amount, max(line_code) as found
                from marts.contribution_explained where line_code = '{line}' group by all
            ) as e using (customer_key, month_end_date)
            where coalesce(m.{line}_amount, 0) <> coalesce(e.amount, 0) or found is null
            """
        ).fetchone()
        assert wrong == (0,), line


def test_reference_rows_hold_in_the_month_and_have_the_value_shown(published: duckdb.DuckDBPyConnection) -> None:
    wrong = published.execute(
        """
        select count(*), count(*) filter (where month_end_date < reference_valid_from
            or month_end_date >= reference_valid_to
            or month_end_date < rule_valid_from or month_end_date >= rule_valid_to
            or month_end_date < exchange_rate_valid_from or month_end_date >= exchange_rate_valid_to)
        from marts.contribution_explained where reference_value is not null
        """
    ).fetchone()
    assert wrong is not None
    assert wrong[0] > 10_000
    assert wrong[1] == 0


def interesting(explained: list[Row]) -> tuple[int, str]:
    """A customer and month with a joint account, a loan and foreign currency."""
    found: dict[tuple[int, str], set[str]] = defaultdict(set)
    for row in explained:
        customer = (row["customer_key"], f"{row['month_end_date']:%Y-%m}")
        found[customer] |= {"joint"} if row["holder_weight"] not in (None, Decimal(1)) else set()
        found[customer] |= {"loan"} if row["line_code"] == "ftp_charge" and row["amount"] else set()
        found[customer] |= {"foreign"} if row["line_code"] == "revaluation_difference" and row["amount"] else set()
        found[customer] |= {"bookings"} if (row["booking_count"] or 0) > 0 else set()
    return min(customer for customer, kinds in found.items() if len(kinds) == 4)


@pytest.mark.parametrize("which", ["interesting", "drawn"])
def test_command_prints_the_figures_of_the_mart(
    demo_home: Path, explained: list[Row], numbers: dict[int, str], which: str
) -> None:
    drawn = random.Random(5).choice(explained)
    key, month = (
        interesting(explained) if which == "interesting" else (drawn["customer_key"], f"{drawn['month_end_date']}")
    )
    done = warehouse(demo_home, "explain", "contribution", numbers[key], month)
    assert done.returncode == 0, done.stderr
    assert f"Customer {key} of demo" in done.stdout
    assert "as of 2025-12-31" in done.stdout
    mine = [row for row in explained if row["customer_key"] == key and f"{row['month_end_date']}".startswith(month)]
    expected: dict[str, Fraction] = defaultdict(Fraction)
    for row in mine:
        expected[row["label_en"]] += Fraction(row["amount"] or 0)
    signs = {row["label_en"]: row["sign_in_net_income"] for row in mine}
    printed = {
        match["label"].strip(): Fraction(match["amount"].replace(",", "")) if match["amount"] != "-" else Fraction(0)
        for match in map(LINE.match, done.stdout.splitlines())
        if match
    }
    printed.pop("RAROC")
    expected.pop("RAROC")
    assert printed == expected
    assert sum(printed[label] * signs[label] for label in printed) == printed["Net income"]


def test_command_shows_accounts_bookings_rule_and_reference(
    demo_home: Path, explained: list[Row], numbers: dict[int, str]
) -> None:
    key, month = interesting(explained)
    done = warehouse(demo_home, "explain", "contribution", f"demo:{numbers[key]}", month)
    same = warehouse(demo_home, "explain", "contribution", str(key), month)
    assert done.returncode == 0, done.stderr
    assert same.stdout == done.stdout
    assert re.search(r"share 0\.\d+ of ", done.stdout)
    assert re.search(r"average balance -?[\d,.]+ [A-Z]{3} x 0\.\d+ x \d\d / 36[05]", done.stdout)
    assert re.search(r"fct_ftp_curve CNY \d+ months: 0\.\d+ \(from \d{4}-\d\d-\d\d", done.stdout)
    assert re.search(r"\d{4}-\d\d-\d\d  -?[\d,.]+ [A-Z]{3}  (interest|\w+ fee)", done.stdout)
    assert "rule matched_maturity_charge (always): loans:" in done.stdout
    assert "dim_parameter tax_rate: 0.25 (always)" in done.stdout
    assert re.search(r"opening -?[\d,.]+ [A-Z]{3} x [\d.]+ \+ bookings", done.stdout)


def test_command_names_no_person_and_no_account_number(
    demo_home: Path, explained: list[Row], build: duckdb.DuckDBPyConnection
) -> None:
    key, month = interesting(explained)
    printed = warehouse(demo_home, "explain", "contribution", str(key), month).stdout
    names = build.execute("select distinct full_name from staging.base_demo__customer where full_name <> ''").fetchall()
    accounts = build.execute("select account_number from private.key_account").fetchall()
    assert len(names) > 100
    assert [text for (text,) in [*names, *accounts] if text in printed] == []


@pytest.mark.parametrize(
    ("customer", "month", "says"),
    [
        ("nobody", "2025-03", "customer nobody is not in the published batch of demo: give its number"),
        ("elsewhere:C00000001", "2025-03", "is not in the published batch of demo"),
        ("1", "2025-03", "customer 1 is not in the published batch of demo"),
        ("{number}", "2031-07", "has no figures for 2031-07: there are 20"),
        ("{number}", "2025-13", "month 2025-13 is not one: write 2025-03, or its last day 2025-03-31"),
        ("{number}", "2025-03-30", "month 2025-03-30 is not one"),
        ("{number}", "March", "month March is not one"),
    ],
)
def test_what_is_not_there_is_told_in_one_line(
    demo_home: Path, numbers: dict[int, str], customer: str, month: str, says: str
) -> None:
    number = min(numbers.values())
    done = warehouse(demo_home, "explain", "contribution", customer.format(number=number), month)
    assert done.returncode == 2
    assert says in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert done.stdout == ""


def test_nothing_published_says_what_to_do_and_makes_nothing(tmp_path: Path) -> None:
    done = warehouse(tmp_path / "home", "explain", "contribution", "C1", "2025-03")
    assert done.returncode == 2
    assert "nothing is published" in done.stderr
    assert "warehouse run" in done.stderr
    assert not (tmp_path / "home").exists()


def test_restatement_is_told_where_the_batch_has_it(demo_home: Path, explained: list[Row], tmp_path: Path) -> None:
    key, month = interesting(explained)
    shutil.copytree(demo_home / "published" / "v1", tmp_path / "published" / "v1", symlinks=True)
    (tmp_path / "published" / "current").symlink_to("v1")
    path = tmp_path / "published" / "v1" / "bank.duckdb"
    path.chmod(0o644)
    with duckdb.connect(str(path)) as connection:
        connection.execute("drop table if exists marts.contribution_restatement")
        connection.execute(
            f"""
            create table marts.contribution_restatement as select {key}::bigint as customer_key,
                last_day(date '{month}-01') as month_end_date, 'fee_income' as line_code,
                10.00::decimal(18, 2) as published_amount, 12.50::decimal(18, 2) as restated_amount,
                2.50::decimal(18, 2) as difference_amount, date '2025-04-01' as published_on,
                date '2025-06-01' as restated_on, 'fee' as cause
            """
        )
    done = warehouse(tmp_path, "explain", "contribution", str(key), month)
    assert done.returncode == 0, done.stderr
    assert "Fee income: 10.00 on 2025-04-01, 12.50 on 2025-06-01, difference 2.50; late rows of fee" in done.stdout

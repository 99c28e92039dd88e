"""Finding a customer and a month: the number as the source writes it, in one source or in several."""

from datetime import date
from pathlib import Path

import duckdb
import pytest

from orchestration.explain.contribution import MART, parse_month, read_explanation
from orchestration.explain.published import ExplainError, customer_key
from orchestration.home import Home
from tests.unit.orchestration.published_home import published_home

SECRET = "tests"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """A published batch of two sources that both know a customer 7; 8 is of `one` and has no figures."""
    monkeypatch.setenv("WAREHOUSE_KEY_SECRET", SECRET)
    keys = [customer_key(SECRET, source, number) for source, number in (("one", "7"), ("two", "7"), ("one", "8"))]
    customers = ", ".join(f"({key})" for key in keys)
    months = ", ".join(f"({keys[1]}, '{m}')" for m in ("2024-11-30", "2024-12-31", "2025-01-31", "2025-06-30"))
    tables = f"""
        create table warehouse.dim_customer (customer_key bigint);
        insert into warehouse.dim_customer values {customers};
        create table {MART} (customer_key bigint, month_end_date date);
        insert into {MART} values {months};
    """
    return published_home(tmp_path, ("one", "two"), tables)


@pytest.mark.parametrize(("source", "number"), [("demo", "C00000079"), ("a+b", "客户|7"), ("demo", "")])
def test_key_of_a_number_is_that_of_the_sql_macro(source: str, number: str) -> None:
    macro = "select cast('0x' || left(md5(? || '|' || ? || '|' || coalesce(?, '')), 15) as bigint)"
    assert duckdb.execute(macro, [SECRET, source, number]).fetchone() == (customer_key(SECRET, source, number),)


@pytest.mark.parametrize(
    ("text", "last_day"),
    [("2025-03", date(2025, 3, 31)), ("2024-02", date(2024, 2, 29)), (" 2024-02-29 ", date(2024, 2, 29))],
)
def test_month_is_its_last_day(text: str, last_day: date) -> None:
    assert parse_month(text) == last_day


@pytest.mark.parametrize("text", ["2025-3", "2025-00", "2025-02-29", "0000-01", "31.03.2025", "2025-03-31T00", ""])
def test_month_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ExplainError, match="write 2025-03, or its last day 2025-03-31"):
        parse_month(text)


def test_number_in_two_sources_asks_for_the_source(home: Home) -> None:
    with pytest.raises(ExplainError, match="customer 7 is in several sources: write one:7 or two:7"):
        read_explanation(home, "7", "2025-03")


def test_month_without_figures_names_those_there_are(home: Home) -> None:
    with pytest.raises(ExplainError, match=r"no figures for 2025-03: there are 2024-11 to 2025-01, 2025-06$"):
        read_explanation(home, "two:7", "2025-03")
    with pytest.raises(ExplainError, match="no figures for 2025-03: there are none in any month"):
        read_explanation(home, "8", "2025-03")


def test_without_the_secret_a_key_is_asked_for_and_no_secret_is_made(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("WAREHOUSE_KEY_SECRET")
    with pytest.raises(ExplainError, match="customer numbers need the key secret"):
        read_explanation(home, "two:7", "2025-03")
    assert not (home.root / "key.secret").exists()

"""Sizes of companies by the national table and by EU 2003/361, with every bound met, just met and just missed."""

import csv
from collections.abc import Iterator
from datetime import date

import duckdb
import pytest

from tests.conftest import REPOSITORY
from tests.unit.marts.rendered_project import RenderedProject

MONTH_END = date(2025, 1, 31)
UNIT = 10_000
MILLION = 1_000_000
CENT = 0.01
# GB/T 4754 code; staff, revenue and total assets of small, medium and large, amounts in CNY 10,000 (MIIT 2011 no. 300).
NATIONAL: dict[str, tuple[str, list[tuple[int | None, int | None, int | None]]]] = {
    "agriculture": ("A01", [(None, 50, None), (None, 500, None), (None, 20_000, None)]),
    "industry": ("C13", [(20, 300, None), (300, 2_000, None), (1_000, 40_000, None)]),
    "construction": ("E47", [(None, 300, 300), (None, 6_000, 5_000), (None, 80_000, 80_000)]),
    "wholesale": ("F51", [(5, 1_000, None), (20, 5_000, None), (200, 40_000, None)]),
    "retail trade": ("F52", [(10, 100, None), (50, 500, None), (300, 20_000, None)]),
    "transport": ("G54", [(20, 200, None), (300, 3_000, None), (1_000, 30_000, None)]),
    "storage": ("G59", [(20, 100, None), (100, 1_000, None), (200, 30_000, None)]),
    "post": ("G60", [(20, 100, None), (300, 2_000, None), (1_000, 30_000, None)]),
    "lodging": ("H61", [(10, 100, None), (100, 2_000, None), (300, 10_000, None)]),
    "catering": ("H62", [(10, 100, None), (100, 2_000, None), (300, 10_000, None)]),
    "information transmission": ("I63", [(10, 100, None), (100, 1_000, None), (2_000, 100_000, None)]),
    "software": ("I65", [(10, 50, None), (100, 1_000, None), (300, 10_000, None)]),
    "real estate development": ("K70", [(None, 100, 2_000), (None, 1_000, 5_000), (None, 200_000, 10_000)]),
    "property management": ("K702", [(100, 500, None), (300, 1_000, None), (1_000, 5_000, None)]),
    "leasing and business services": ("L72", [(10, None, 100), (100, None, 8_000), (300, None, 120_000)]),
    "other": ("S90", [(10, None, None), (100, None, None), (300, None, None)]),
}
SIZES = ["micro", "small", "medium", "large"]


class Companies:
    """Companies by their figures (staff, revenue and total assets in CNY), judged by the models of the project."""

    def __init__(self) -> None:
        self.bank = duckdb.connect()
        self.bank.execute("set variable reporting_currency = 'CNY'")
        project = RenderedProject()
        self._models = {
            name: project.model(name)
            for name in (
                *("company_figures_monthly", "company_size_monthly", "company_size_eu_monthly"),
                *("segment_organisation", "segment_organisation_eu"),
            )
        }
        for seed in ("sme_industry", "sme_size_bound", "eu_size_ceiling"):
            self.bank.execute(f"create table {seed} as from read_csv('{REPOSITORY}/seeds/reference/{seed}.csv')")
        self.bank.execute(
            """
            create table customer_month_end (
                customer_key bigint, source_system varchar, month_end_date date, customer_type varchar,
                industry_code varchar, employee_count integer, record_date date
            );
            create table fct_financial_statement (
                customer_key bigint, source_system varchar, fiscal_year_end_date date, next_fiscal_year_end_date date,
                currency_code varchar, revenue_amount decimal(18, 2), total_assets_amount decimal(18, 2),
                employee_count integer
            );
            create table fct_month_end_rate (
                source_system varchar, currency_code varchar, month_end_date date, exchange_rate decimal(12, 8)
            );
            create table fct_source_month (source_system varchar, month_end_date date);
            create table bridge_customer_group (customer_key bigint, valid_from date, valid_to date);
            """
        )
        self._count = 0

    def add(
        self,
        industry: str | None,
        staff: int | None,
        revenue: float | None,
        total_assets: float | None,
        months: tuple[date, ...] = (MONTH_END,),
        currency: str = "CNY",
    ) -> int:
        """A company whose statement of 2023 says so; returns its key."""
        self._count += 1
        for month in months:
            self.bank.execute(
                "insert into customer_month_end values (?, 'demo', ?, 'corporate', ?, null, date '2024-06-30')",
                [self._count, month, industry],
            )
        self.bank.execute(
            "insert into fct_financial_statement values (?, 'demo', '2023-12-31', '9999-12-31', ?, ?, ?, ?)",
            [self._count, currency, revenue, total_assets, staff],
        )
        return self._count

    def judged(self, scheme: str, euro: dict[date, float] | None = None) -> dict[int, list[tuple[str, str, date]]]:
        """Segment, reason and beginning of each span by customer; euro tells the rate by month end."""
        rates = {MONTH_END: 8.0} if euro is None else euro
        self.bank.execute(
            """
            truncate fct_month_end_rate; truncate fct_source_month;
            insert into fct_source_month select distinct source_system, month_end_date from customer_month_end;
            insert into fct_month_end_rate select source_system, 'CNY', month_end_date, 1 from fct_source_month
            """
        )
        for month, rate in rates.items():
            self.bank.execute("insert into fct_month_end_rate values ('demo', 'EUR', ?, ?)", [month, rate])
        for name, sql in self._models.items():
            self.bank.execute(f"create or replace table {name} as {sql}")
        rows = self.bank.execute(
            f"select customer_key, segment_code, reason, valid_from from segment_{scheme} order by all"
        ).fetchall()
        spans: dict[int, list[tuple[str, str, date]]] = {}
        for key, *span in sorted(rows, key=lambda row: (row[0], row[3])):
            spans.setdefault(key, []).append((span[0], span[1], span[2]))
        return spans


@pytest.fixture
def companies() -> Iterator[Companies]:
    made = Companies()
    yield made
    made.bank.close()


def figures(bound: tuple[int | None, int | None, int | None]) -> list[float | None]:
    """Staff, revenue and total assets exactly at the bounds; where there is none, next to nothing."""
    return [1 if value is None else value * (1 if place == 0 else UNIT) for place, value in enumerate(bound)]


def test_the_reference_table_is_the_national_one() -> None:
    with (REPOSITORY / "seeds/reference/sme_size_bound.csv").open() as file:
        rows = list(csv.DictReader(file))
    found = {
        (row["sme_industry_code"].replace("_", " "), row["size_code"]): tuple(
            int(row[name]) if row[name] else None for name in ("staff_min", "revenue_min", "total_assets_min")
        )
        for row in rows
    }
    expected = {
        (industry, size): bound
        for industry, (_, bounds) in NATIONAL.items()
        for size, bound in zip(SIZES[1:], bounds, strict=True)
    }
    assert found == expected


def test_every_bound_of_a_size_must_be_met_or_the_company_drops_to_the_next(companies: Companies) -> None:
    expected: dict[int, tuple[str, str]] = {}
    for industry, (code, bounds) in NATIONAL.items():
        for number, bound in enumerate(bounds, start=1):
            at = figures(bound)
            staff, revenue, total_assets = at
            key = companies.add(code, int(staff or 0), revenue, total_assets)
            expected[key] = (SIZES[number], f"{industry}: at the bounds of {SIZES[number]}")
            for place, value in enumerate(bound):
                if value is None:
                    continue
                above, below = list(at), list(at)
                step = 1 if place == 0 else 0.01
                above[place] = (at[place] or 0) + step
                below[place] = (at[place] or 0) - step
                key = companies.add(code, int(above[0] or 0), above[1], above[2])
                expected[key] = (SIZES[number], f"{industry}: above bound {place} of {SIZES[number]}")
                key = companies.add(code, int(below[0] or 0), below[1], below[2])
                expected[key] = (SIZES[number - 1], f"{industry}: below bound {place} of {SIZES[number]}")
    judged = companies.judged("organisation")
    wrong = {why: judged[key][0][0] for key, (size, why) in expected.items() if judged[key][0][0] != size}
    assert wrong == {}


def test_a_break_that_changes_judges_from_its_date_on_and_leaves_the_past(companies: Companies) -> None:
    months = (date(2025, 1, 31), date(2025, 2, 28), date(2025, 3, 31))
    key = companies.add("C13", 300, 2_000 * UNIT, None, months)
    companies.bank.execute(
        """
        update sme_size_bound set valid_to = '2025-02-28'
        where sme_industry_code = 'industry' and size_code = 'medium';
        insert into sme_size_bound by name
        select
            'industry' as sme_industry_code, 'medium' as size_code, 301 as staff_min, 2000 as revenue_min,
            10000 as amount_unit, 'CNY' as currency_code, '2025-02-28' as valid_from, '9999-12-31' as valid_to
        """
    )
    medium = "staff_count 300 >= 300 and revenue_amount 2,000.00 >= 2,000 (amounts in CNY 10,000): medium industry"
    small = "staff_count 300 >= 20 and revenue_amount 2,000.00 >= 300 (amounts in CNY 10,000): small industry"
    assert companies.judged("organisation") == {key: [("medium", medium, months[0]), ("small", small, months[1])]}


def test_a_missing_input_is_named(companies: Companies) -> None:
    expected = {
        companies.add(None, 5, 5, None): "industry_code is missing",
        companies.add("X99", 5, 5, None): "no size bounds for industry X99 in CNY",
        companies.add("C13", 500, None, None): "staff_count 500 >= 20 and revenue_amount is missing"
        " (amounts in CNY 10,000): unknown industry",
        companies.add("C13", None, 5_000 * UNIT, None): "staff_count is missing and revenue_amount 5,000.00 >= 300"
        " (amounts in CNY 10,000): unknown industry",
        companies.add("C13", 500, 1, None, currency="USD"): "staff_count 500 >= 20 and revenue_amount is missing"
        " (no exchange rate of USD) (amounts in CNY 10,000): unknown industry",
    }
    judged = companies.judged("organisation")
    assert {key: spans[0][1] for key, spans in judged.items()} == expected
    assert {spans[0][0] for spans in judged.values()} == {"unknown"}


# One euro is 8 yuan: micro up to 16 m, small up to 80 m, medium up to 400 m of revenue or 344 m of total assets.
EU = [
    (9, 16 * MILLION, 10_000 * MILLION, "micro"),
    (9, 16 * MILLION + CENT, 16 * MILLION, "micro"),
    (9, 16 * MILLION + CENT, 16 * MILLION + CENT, "small"),
    (10, 1, 1, "small"),
    (49, 80 * MILLION, 10_000 * MILLION, "small"),
    (49, 10_000 * MILLION, 80 * MILLION, "small"),
    (49, 80 * MILLION + CENT, 80 * MILLION + CENT, "medium"),
    (50, 1, 1, "medium"),
    (249, 400 * MILLION, 344 * MILLION + CENT, "medium"),
    (249, 400 * MILLION + CENT, 344 * MILLION, "medium"),
    (249, 400 * MILLION + CENT, 344 * MILLION + CENT, "large"),
    (250, 1, 1, "large"),
    (250, None, None, "large"),
    (None, 400 * MILLION + CENT, 344 * MILLION + CENT, "large"),
    (None, 1, 1, "unknown"),
    (9, None, 16 * MILLION, "micro"),
    (9, None, 16 * MILLION + CENT, "unknown"),
    (249, None, None, "unknown"),
]


def test_the_union_asks_for_staff_and_one_of_two_amounts(companies: Companies) -> None:
    cases = {companies.add("C13", *case[:3]): case for case in EU}
    judged = companies.judged("organisation_eu")
    assert {key: spans[0][0] for key, spans in judged.items()} == {key: case[3] for key, case in cases.items()}
    reasons = {case: judged[key][0][1] for key, case in cases.items()}
    assert (
        reasons[EU[0]]
        == "staff_count 9 < 10 and revenue_amount 16,000,000.00 <= 16,000,000.00 (at 8.0000 per EUR): micro"
    )
    assert reasons[EU[10]] == (
        "staff_count 249 < 250 and revenue_amount 400,000,000.01 > 400,000,000.00"
        " and total_assets_amount 344,000,000.01 > 344,000,000.00 (at 8.0000 per EUR): large"
    )
    assert reasons[EU[11]] == "staff_count 250 >= 250: large"
    assert reasons[EU[16]] == (
        "staff_count 9 < 10 and revenue_amount is missing and total_assets_amount 16,000,000.01 > 16,000,000.00"
        " (at 8.0000 per EUR): unknown"
    )


def test_without_a_rate_only_staff_can_tell(companies: Companies) -> None:
    small, large = companies.add("C13", 9, 1, 1), companies.add("C13", 250, 1, 1)
    judged = companies.judged("organisation_eu", euro={})
    assert judged[small] == [("unknown", "staff_count 9 < 10 and exchange rate of EUR is missing: unknown", MONTH_END)]
    assert judged[large] == [("large", "staff_count 250 >= 250: large", MONTH_END)]


def test_the_ceilings_follow_the_rate_and_begin_in_2005(companies: Companies) -> None:
    months = (date(2004, 12, 31), date(2025, 1, 31), date(2025, 2, 28))
    key = companies.add("C13", 9, 16_400_000, 10_000 * MILLION, months)
    companies.bank.execute("update fct_financial_statement set fiscal_year_end_date = '2000-12-31'")
    judged = companies.judged("organisation_eu", euro=dict(zip(months, (8.0, 8.0, 8.3), strict=True)))
    assert judged[key] == [
        ("unknown", "no size bounds of EU 2003/361 on 2004-12-31", date(2004, 12, 31)),
        ("small", "staff_count 9 < 50 and revenue_amount 16,400,000.00 <= 80,000,000.00 (at 8.0000 per EUR): small",
         date(2025, 1, 31)),
        ("micro", "staff_count 9 < 10 and revenue_amount 16,400,000.00 <= 16,600,000.00 (at 8.3000 per EUR): micro",
         date(2025, 2, 28)),
    ]  # fmt: skip

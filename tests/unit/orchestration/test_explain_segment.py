"""The segment of a customer on a day: the span that holds, its reference rows, and what is said where there is none."""

from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from orchestration.explain.published import ExplainError
from orchestration.explain.segment import last_month_end, parse_day, print_segment, read_segment
from orchestration.home import Home
from tests.unit.orchestration.published_home import published_home

# A shop that joins on 2024-11-10 and leaves on 2025-09-15; the bound of its size rises on 2025-05-10.
TABLES = """
create table warehouse.dim_customer as
    select 7::bigint as customer_key, 'demo' as source_system, 'corporate' as customer_type, 'F52' as industry_code,
        date '2024-11-10' as onboarded_date, date '2025-09-15' as closed_date, true as is_current,
        date '2024-11-10' as valid_from, date '9999-12-31' as valid_to;
create table warehouse.dim_segment as select * from (values
    ('organisation', 'micro', 'Micro company'), ('organisation', 'small', 'Small company'))
    as t (scheme_code, segment_code, label_en);
create table warehouse.dim_segment_scheme as select * from (values ('organisation', 1), ('age_band', 2))
    as t (scheme_code, sort_order);
create table warehouse.dim_segment_reference as
    select 'organisation' as scheme_code, segment_code, 'sme_size_bound' as reference_table, customer_type,
        industry_prefix, condition, since::date as valid_from, until::date as valid_to, 'MIIT' as source
    from (values
        ('small', 'corporate', 'F', 'staff_count >= 5', '1900-01-01', '9999-12-31'),
        ('small', 'corporate', 'F52', 'staff_count >= 10', '1900-01-01', '2025-05-10'),
        ('small', 'corporate', 'F52', 'staff_count >= 20', '2025-05-10', '9999-12-31'),
        ('small', 'individual', null, 'never', '1900-01-01', '9999-12-31'))
    as t (segment_code, customer_type, industry_prefix, condition, since, until);
create table marts.segment_explained as
    select 7::bigint as customer_key, 'demo' as source_system, 'organisation' as scheme_code,
        'Organisation' as scheme_label_en, '组织规模' as scheme_label_zh, segment_code, label_en, label_zh,
        previous_segment_code, since::date as valid_from, until::date as valid_to, reason,
        'financial_statement' as input_source, date '2023-12-31' as input_date,
        'By staff' as rule_en, '按人数' as rule_zh, 'MIIT' as rule_source,
        date '1900-01-01' as rule_valid_from, date '9999-12-31' as rule_valid_to,
        date '2025-12-31' as as_of_date, 'b' as batch_id
    from (values
        ('small', 'Small company', '小型企业', null, '2024-11-30', '2025-05-31', 'staff_count 12 >= 10'),
        ('micro', 'Micro company', '微型企业', 'small', '2025-05-31', '2025-09-15', 'staff_count 12 < 20'))
    as t (segment_code, label_en, label_zh, previous_segment_code, since, until, reason);
"""


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return published_home(tmp_path, ("demo",), TABLES)


@pytest.mark.parametrize(
    ("day", "segment", "condition"),
    [
        ("2024-11-30", "small", "staff_count >= 10"),
        ("2025-05-30", "small", "staff_count >= 10"),  # last judged on 2025-04-30, by the bound of then
        ("2025-05-31", "micro", "staff_count >= 20"),
        ("2025-09-14", "micro", "staff_count >= 20"),
    ],
)
def test_a_day_has_the_segment_and_the_bounds_of_its_last_month_end(
    home: Home, day: str, segment: str, condition: str
) -> None:
    found = read_segment(home, "7", "organisation", day)
    assert found.span["segment_code"] == segment
    assert [row["condition"] for row in found.references] == [condition]
    assert [row["segment_code"] for row in found.history] == ["small", "micro"]


@pytest.mark.parametrize(
    ("customer", "scheme", "day", "message"),
    [
        ("7", "size", None, "scheme size is not one: there are organisation, age_band"),
        ("7", "organisation", "2025-02-30", "date 2025-02-30 is not one: write it as 2025-03-31"),
        ("7", "organisation", "2024-11-09", "7 is not on the books on 2024-11-09: it is from 2024-11-10 to 2025-09-15"),
        ("7", "organisation", None, "7 is not on the books on 2025-12-31: it is from 2024-11-10 to 2025-09-15"),
        (
            "7",
            "organisation",
            "2024-11-29",
            "has no segment of scheme organisation on 2024-11-29: it was first judged on",
        ),
        ("7", "organisation", "2026-01-01", "2026-01-01 is after the as-of date of the published batch, 2025-12-31"),
        ("7", "age_band", "2025-01-31", "7 has no segment of scheme age_band in the published batch"),
        ("8", "organisation", None, "customer 8 is not in the published batch of demo"),
    ],
)
def test_what_is_not_there_is_told_in_one_line(
    home: Home, customer: str, scheme: str, day: str | None, message: str
) -> None:
    with pytest.raises(ExplainError) as raised:
        read_segment(home, customer, scheme, day)
    assert message in str(raised.value)
    assert "\n" not in str(raised.value)


def test_nothing_published_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ExplainError, match="warehouse run --source SOURCE publishes a batch"):
        read_segment(Home(tmp_path), "7", "organisation", None)


def test_text_tells_segment_reason_input_rule_bounds_and_history(home: Home) -> None:
    out = Console(file=StringIO(), width=200)
    print_segment(home, "7", "organisation", "2025-06-30", out)
    assert out.file.getvalue() == (
        "Customer 7 of demo on 2025-06-30\n"
        "published v1, batch b, as of 2025-12-31; segments are judged at month ends\n"
        "\n"
        "Organisation (组织规模): Micro company (微型企业)\n"
        "    since 2025-05-31, before: Small company\n"
        "    reason: staff_count 12 < 20\n"
        "    input: financial_statement of 2023-12-31\n"
        "    rule (always): By staff\n"
        "        按人数\n"
        "        source: MIIT\n"
        "    compared with\n"
        "        sme_size_bound small: staff_count >= 20 (from 2025-05-10); MIIT\n"
        "\n"
        "History\n"
        "    from 2024-11-30 to 2025-05-31: Small company (小型企业): staff_count 12 >= 10\n"
        "    from 2025-05-31 to 2025-09-15: Micro company (微型企业): staff_count 12 < 20\n"
    )


@pytest.mark.parametrize("text", ["20250331", "2025-3-31", "2025-W05-1", "31.03.2025", "", "today"])
def test_day_that_is_written_otherwise_is_refused(text: str) -> None:
    with pytest.raises(ExplainError, match="write it as 2025-03-31"):
        parse_day(text)


def test_last_month_end_is_the_day_itself_where_it_ends_a_month() -> None:
    assert last_month_end(date(2024, 2, 29)) == date(2024, 2, 29)
    assert last_month_end(date(2025, 3, 30)) == date(2025, 2, 28)
    assert last_month_end(date(2025, 1, 1)) == date(2024, 12, 31)

"""Every scheme of the published batch is explained, with the rule that it has and the row of the mart."""

from pathlib import Path

import duckdb
import pytest

from orchestration.explain.segment import read_segment
from orchestration.home import Home
from tests.conftest import warehouse

CURRENT = """
select scheme_code, min(customer_key) as customer_key from marts.segment_membership
where is_current and segment_code not in ('unknown', 'not_applicable') group by scheme_code order by scheme_code
"""


@pytest.fixture(scope="module")
def current(demo_home: Path) -> list[tuple[str, int]]:
    """One customer of each scheme."""
    with duckdb.connect(str(demo_home / "published" / "current" / "warehouse.duckdb"), read_only=True) as connection:
        return connection.execute(CURRENT).fetchall()


def test_every_scheme_has_a_rule_and_a_segment_on_the_as_of_date(
    demo_home: Path, current: list[tuple[str, int]]
) -> None:
    assert len(current) == 19
    for scheme, key in current:
        found = read_segment(Home(demo_home), str(key), scheme, None)
        assert found.history[-1] == found.span
        assert found.span["rule_en"]
        assert found.span["rule_zh"]
        assert found.span["reason"]
        assert found.span["input_source"]


def test_the_command_prints_it(demo_home: Path, current: list[tuple[str, int]]) -> None:
    key = dict(current)["usage_density"]
    done = warehouse(demo_home, "explain", "segment", str(key), "usage_density")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(f"Customer {key} of demo on 2025-12-31\n")
    assert "\n    compared with\n        segment_break " in done.stdout
    assert "\nHistory\n" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("nobody", "organisation"), "customer nobody is not in the published batch of demo: give its number"),
        (("{key}", "size"), "scheme size is not one: there are organisation, "),
        (("{key}", "organisation", "March"), "date March is not one: write it as 2025-03-31"),
        (("{key}", "organisation", "1950-01-31"), "is not on the books on 1950-01-31: it is from "),
    ],
)
def test_what_is_not_there_is_told_in_one_line(
    demo_home: Path, current: list[tuple[str, int]], arguments: tuple[str, ...], says: str
) -> None:
    key = dict(current)["organisation"]
    done = warehouse(demo_home, "explain", "segment", *(argument.format(key=key) for argument in arguments))
    assert done.returncode == 2
    assert says in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert done.stdout == ""

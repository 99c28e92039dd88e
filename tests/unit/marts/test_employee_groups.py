"""What the published groups of employees give away about the small ones."""

from itertools import combinations

import duckdb
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.marts.rendered_project import RenderedProject

MINIMUM = 5
PROJECT = RenderedProject()

sizes = st.lists(st.integers(1, 12), min_size=1, max_size=8)


def published(members: list[int]) -> list[int]:
    """Sizes of the groups of one partition that the project's SQL publishes."""
    connection = duckdb.connect()
    rows = ", ".join(f"('demo', 'g{place}', {size}, {MINIMUM})" for place, size in enumerate(members))
    connection.execute(
        "create table counted as select * from "
        f"(values {rows}) as t (source_system, group_code, member_count, minimum_group)"
    )
    query = PROJECT.macro("with_publishable_groups")("counted", ["source_system"])
    found = connection.execute(f"select member_count from ({query}) where is_publishable").fetchall()
    return [size for (size,) in found]


@settings(max_examples=60, deadline=None)
@given(sizes)
def test_nothing_about_fewer_than_five_follows_from_what_is_published(members: list[int]) -> None:
    shown = published(members)
    assert all(size >= MINIMUM for size in shown)
    # All employees are published too: every sum of published groups can be taken from them.
    for number in range(len(shown) + 1):
        for group in combinations(shown, number):
            rest = sum(members) - sum(group)
            assert rest == 0 or rest >= MINIMUM or sum(members) < MINIMUM
    hidden = len(members) - len(shown)
    assert hidden != 1 or len(members) == 1


@settings(max_examples=60, deadline=None)
@given(sizes)
def test_no_more_is_hidden_than_needed(members: list[int]) -> None:
    shown = sorted(published(members))
    if min(members) >= MINIMUM:
        assert shown == sorted(members)
        return
    hidden = sorted(members)[: len(members) - len(shown)]
    assert sorted(hidden + shown) == sorted(members)
    largest = hidden[-1]
    if largest >= MINIMUM:
        assert sum(hidden) - largest < MINIMUM or len(hidden) == 2

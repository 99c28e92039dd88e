"""Every household has exactly one stage of Wells and Gubar (1966), or the input that would tell it is named."""

import itertools
from collections.abc import Callable, Iterator
from functools import cache
from typing import NamedTuple

import duckdb
import pytest

from tests.unit.marts.rendered_project import RenderedProject

YEAR = 2025
MARITAL = ("single", "married", "divorced", "widowed")
EMPLOYMENT = ("employed", "self_employed", "unemployed", "student", "retired")


class Bounds(NamedTuple):
    """Ages in years."""

    older: int
    childless: int
    school: int
    dependent: int


class Household(NamedTuple):
    """What is delivered of a customer; None where it is not. Ages in years, below 0 where the year is yet to come."""

    age: int | None
    marital: str | None
    children: int | None
    youngest: int | None
    employment: str | None


USUAL = Bounds(older=45, childless=45, school=6, dependent=18)
OTHER = Bounds(older=50, childless=35, school=7, dependent=16)


def is_alone(h: Household) -> bool:
    return h.marital != "married"


def has_dependent(h: Household, bounds: Bounds) -> bool:
    return h.youngest is not None and h.youngest < bounds.dependent


def is_young(h: Household, bounds: Bounds) -> bool:
    assert h.age is not None
    return h.age < bounds.older


def is_new_couple(h: Household, bounds: Bounds) -> bool:
    assert h.age is not None
    return h.marital == "married" and h.children == 0 and h.age < bounds.childless


def is_bachelor(h: Household, bounds: Bounds) -> bool:
    return h.marital in ("single", "divorced") and h.children == 0 and is_young(h, bounds)


def is_empty_nest(h: Household, bounds: Bounds) -> bool:
    return h.marital == "married" and not has_dependent(h, bounds) and not is_new_couple(h, bounds)


def is_survivor(h: Household, bounds: Bounds) -> bool:
    return is_alone(h) and not has_dependent(h, bounds) and not is_bachelor(h, bounds)


def has_small_child(h: Household, bounds: Bounds) -> bool:
    return h.youngest is not None and h.youngest < bounds.school


# Each stage by its own definition: nothing says in which order they are asked.
STAGES: dict[str, Callable[[Household, Bounds], bool]] = {
    "bachelor": is_bachelor,
    "newly_married": is_new_couple,
    "full_nest_1": lambda h, b: has_dependent(h, b) and is_young(h, b) and has_small_child(h, b),
    "full_nest_2": lambda h, b: has_dependent(h, b) and is_young(h, b) and not has_small_child(h, b),
    "full_nest_3": lambda h, b: has_dependent(h, b) and not is_young(h, b),
    "empty_nest_1": lambda h, b: is_empty_nest(h, b) and h.employment != "retired",
    "empty_nest_2": lambda h, b: is_empty_nest(h, b) and h.employment == "retired",
    "solitary_survivor_working": lambda h, b: is_survivor(h, b) and h.employment != "retired",
    "solitary_survivor_retired": lambda h, b: is_survivor(h, b) and h.employment == "retired",
}


@cache
def stage(household: Household, bounds: Bounds) -> str:
    """The stage of a household of which everything is known."""
    (met,) = (name for name, is_met in STAGES.items() if is_met(household, bounds))
    return met


def missing(h: Household) -> set[str]:
    """Inputs that are not delivered or cannot be true."""
    is_contradiction = h.children == 0 and h.youngest is not None
    impossible = {
        "birth_year": h.age is None or h.age < 0,
        "marital_status": h.marital not in MARITAL,
        "children_count": h.children is None or is_contradiction,
        "youngest_child_birth_year": h.children != 0 if h.youngest is None else h.youngest < 0 or is_contradiction,
        "employment_status": h.employment is None,
    }
    return {name for name, is_impossible in impossible.items() if is_impossible}


def completions(h: Household) -> Iterator[Household]:
    """What the household may be in truth, given what is delivered."""
    unknown = missing(h)
    children: list[int | None] = [0, 1] if "children_count" in unknown else [h.children]
    youngest: list[int | None] = (
        [None, 0, 5, 6, 7, 15, 16, 17, 18, 40] if "youngest_child_birth_year" in unknown else [h.youngest]
    )
    ages: list[int | None] = [0, 34, 35, 44, 45, 49, 50, 90] if "birth_year" in unknown else [h.age]
    for truth in itertools.product(
        ages,
        MARITAL if "marital_status" in unknown else [h.marital],
        children,
        youngest,
        EMPLOYMENT if "employment_status" in unknown else [h.employment],
    ):
        household = Household(*truth)
        if (household.children == 0) == (household.youngest is None):
            yield household


HOUSEHOLDS = [
    Household(*inputs)
    for inputs in itertools.product(
        [None, -1, 0, 18, 34, 35, 44, 45, 49, 50, 90],
        [None, "partner", *MARITAL],
        [None, 0, 1, 4],
        [None, -1, 0, 5, 6, 7, 15, 16, 17, 18, 40],
        [None, *EMPLOYMENT],
    )
]


def judged(bounds: Bounds) -> dict[int, tuple[str, str]]:
    """Segment and reason by the project's own SQL, by place in HOUSEHOLDS."""
    connection, project = duckdb.connect(), RenderedProject()
    connection.execute(
        f"""
        create table segment_break as
        select 'household_life_cycle' as scheme_code, *, date '1900-01-01' as valid_from, date '9999-12-31' as valid_to
        from (values
            ('full_nest_3', 'age_years', {bounds.older}, null),
            ('newly_married', 'age_years', null, {bounds.childless}),
            ('full_nest_2', 'youngest_child_age_years', {bounds.school}, {bounds.dependent})
        ) as t (segment_code, measure_code, lower_bound, upper_bound)
        """
    )
    connection.execute(
        "create table customer_month_end (customer_key bigint, birth_year integer, marital_status varchar, "
        "children_count integer, youngest_child_birth_year integer, employment_status varchar, source_system varchar, "
        "customer_type varchar, month_end_date date, record_date date)"
    )
    rows = [
        (
            key,
            None if h.age is None else YEAR - h.age,
            h.marital,
            h.children,
            None if h.youngest is None else YEAR - h.youngest,
            h.employment,
        )
        for key, h in enumerate(HOUSEHOLDS)
    ]
    values = ", ".join("(" + ", ".join("null" if v is None else repr(v) for v in row) + ")" for row in rows)
    connection.execute(
        f"insert into customer_month_end select *, 'demo', 'individual', date '{YEAR}-12-31', date '{YEAR}-01-01' "
        f"from (values {values}) as t"
    )
    for model in ("household_stage_monthly", "segment_household_life_cycle"):
        connection.execute(f"create table {model} as {project.model(model)}")
    found = connection.execute("select customer_key, segment_code, reason from segment_household_life_cycle").fetchall()
    assert len(found) == len(HOUSEHOLDS)
    return {key: (segment, reason) for key, segment, reason in found}


@pytest.mark.parametrize("bounds", [USUAL, OTHER], ids=["usual bounds", "other bounds"])
def test_every_combination_has_one_stage_or_names_what_is_missing(bounds: Bounds) -> None:
    wrong, found = [], judged(bounds)
    for key, (segment, reason) in found.items():
        household = HOUSEHOLDS[key]
        possible = {stage(truth, bounds) for truth in completions(household)}
        if len(possible) == 1:
            is_right = {segment} == possible
        else:
            is_right = segment == "unknown" and any(name in reason for name in missing(household))
        if not is_right:
            wrong.append((household, segment, reason, possible))
    assert wrong == []
    assert {segment for segment, _ in found.values()} == {*STAGES, "unknown"}


def test_a_year_without_bounds_judges_nobody() -> None:
    connection, project = duckdb.connect(), RenderedProject()
    connection.execute(
        "create table segment_break (scheme_code varchar, segment_code varchar, measure_code varchar, "
        "lower_bound decimal(18,4), upper_bound decimal(18,4), valid_from date, valid_to date)"
    )
    connection.execute(
        "create table customer_month_end as select 1 as customer_key, 1990 as birth_year, 'single' as marital_status, "
        "0 as children_count, cast(null as integer) as youngest_child_birth_year, 'employed' as employment_status, "
        "'demo' as source_system, 'individual' as customer_type, date '2025-12-31' as month_end_date, "
        "date '2025-01-01' as record_date"
    )
    for model in ("household_stage_monthly", "segment_household_life_cycle"):
        connection.execute(f"create table {model} as {project.model(model)}")
    found = connection.execute("select segment_code, reason from segment_household_life_cycle").fetchall()
    assert found == [("unknown", "no bounds of household_life_cycle")]

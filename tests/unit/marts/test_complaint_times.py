"""Times to resolve against the Kaplan-Meier estimate of lifelines."""

import math
import random

import duckdb
import pytest
from lifelines import KaplanMeierFitter
from lifelines.utils import qth_survival_time

from tests.unit.marts.rendered_project import RenderedProject

MODEL = RenderedProject().model("complaint_resolution")


def times(cases: list[tuple[int, bool]]) -> tuple[int | None, int | None]:
    """Median and 90 % time to resolve that the model gives for (days, is resolved)."""
    connection = duckdb.connect()
    connection.execute(
        "create table complaint_group_member (source_system varchar, period_type varchar, period_code varchar, "
        "group_type varchar, group_code varchar, is_wrongly_dated boolean, duration_days integer, is_resolved boolean)"
    )
    connection.executemany(
        "insert into complaint_group_member values ('demo', 'month', '2025-06', 'all', 'all', false, ?, ?)", cases
    )
    row = connection.execute(f"select median_days, ninety_percent_days from ({MODEL})").fetchone()
    assert row is not None
    return row


@pytest.mark.parametrize("seed", range(25))
def test_times_to_resolve_are_those_of_kaplan_and_meier(seed: int) -> None:
    chance = random.Random(seed)
    cases = [(chance.randint(0, 30), chance.random() < 0.8) for _ in range(chance.choice((1, 2, 5, 40, 300)))]
    fitted = KaplanMeierFitter().fit([days for days, _ in cases], [resolved for _, resolved in cases])
    expected = [qth_survival_time(share, fitted.survival_function_) for share in (0.5, 0.1)]
    assert times(cases) == tuple(None if math.isinf(days) else days for days in expected)

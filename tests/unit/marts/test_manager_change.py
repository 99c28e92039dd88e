"""The effect of a change of manager: by hand, and against the law of a simulated bank."""

from pathlib import Path

import duckdb
import pytest

from tests.unit.marts.managed_bank import managed_bank
from tests.unit.marts.rendered_project import RenderedProject


def test_controls_are_weighed_by_stratum_and_errors_are_those_of_the_jackknife() -> None:
    """Stratum A: treated 100 -> -10 and 100 -> -20, controls 100 -> 0, 10, 0, 10 with weight 2/4.

    B: 200 -> -20, and 100 -> 10.
    Treated: -50/400 = -0.125; residuals 2.5, -7.5, 5 over 300, 300, 200 squared: 0.00131944.
    Controls: (10 + 10)/(200 + 100) = 1/15; weighed residuals -10/3 twice, 5/3 twice over 250 and
    10/3 over 200: 0.00072222.
    C has nobody to be compared with.
    """
    connection, project = duckdb.connect(), RenderedProject()
    connection.execute(
        """
        create table manager_change_outcome as
        select
            'demo' as source_system, 'd' as outcome_code, date '2025-01-31' as month_end_date,
            'individual' as customer_type, 'key' as class_code, stratum as deposit_amount_band,
            'new' as months_on_book_band, is_treated, cast(base as double) as base, cast(outcome as double) as outcome
        from (values
            ('A', true, 100, -10), ('A', true, 100, -20), ('A', false, 100, 0), ('A', false, 100, 10),
            ('A', false, 100, 0), ('A', false, 100, 10), ('B', true, 200, -20), ('B', false, 100, 10),
            ('C', true, 900, 900), ('D', false, 100, 70)
        ) as t (stratum, is_treated, base, outcome)
        """
    )
    for model in ("manager_change_stratum_count", "manager_change_measure"):
        connection.execute(f"create table {model} as {project.model(model)}")
    found = connection.execute(
        "select is_treated, customer_count, effective_count, ratio, variance from manager_change_measure "
        "where group_type = 'all' order by is_treated"
    ).fetchall()
    assert found == [
        (False, 5, pytest.approx(4.5), pytest.approx(1 / 15), pytest.approx(0.000722222222)),
        (True, 3, pytest.approx(8 / 3), pytest.approx(-0.125), pytest.approx(0.00131944444)),
    ]
    strata = connection.execute(
        "select deposit_amount_band, treated_count, control_count from manager_change_stratum_count order by 1"
    ).fetchall()
    assert strata == [("A", 2, 4), ("B", 1, 1), ("C", 1, 0)]


def interval(connection: duckdb.DuckDBPyConnection, outcome: str) -> tuple[float, float, float]:
    """Lower bound, effect and upper bound among persons, whose deposits are of a size."""
    row = connection.execute(
        "select lower_bound, effect_value, upper_bound from manager_change_effect "
        "where outcome_code = ? and group_code = 'individual'",
        [outcome],
    ).fetchone()
    assert row is not None
    return float(row[0]), float(row[1]), float(row[2])


def test_a_planted_effect_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each deposit pays out 10 % of its balance in the month after: that month's ratio of sums falls by 0.1.

    From the month end before the change the fall is 0.1 times the growth of one month: well within the interval.
    """
    connection = managed_bank(tmp_path, 1, 0.9, monkeypatch, customers=3000)
    for outcome in ("deposits_month_after", "deposits_1_month"):
        lower, effect, upper = interval(connection, outcome)
        assert lower < -0.1 < upper
        assert effect < 0
    assert interval(connection, "deposits_month_after")[2] < 0
    for outcome in ("deposits_before", "closed_within_6_months"):
        lower, _, upper = interval(connection, outcome)
        assert lower < 0 < upper


def test_no_effect_is_found_where_there_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    connection = managed_bank(tmp_path, 1, 1.0, monkeypatch, customers=3000)
    for outcome in ("deposits_before", "deposits_month_after", "deposits_1_month", "deposits_3_months"):
        lower, _, upper = interval(connection, outcome)
        assert lower < 0 < upper
    assert upper - lower < 1

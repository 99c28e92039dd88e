"""The lifetime models beside the truth of the simulator: parameters inside their intervals, outcomes inside theirs."""

import json
from pathlib import Path

import duckdb
import pytest

from simulator import simulate
from simulator.laws import CUSTOMER_TYPES
from tests.conftest import run_demo

pytestmark = pytest.mark.slow

DAYS_PER_MONTH = 365.25 / 12
BOUNDS = """
select segment_code, parameter_code, lower_bound, upper_bound from marts.lifetime_model_parameter
where scope_code = 'usage' and model_code = 'pareto_nbd' and fit_basis = 'derived'
    and fit_date = (select max(fit_date) from marts.lifetime_model_parameter)
"""
COVERAGE = """
select fit_date, inside_90_share from marts.lifetime_value_backtest
where customer_type = 'all' and interval_basis = 'empirical' and outcome_months >= 6
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three years of 2,000 customers: long enough for a fit to learn from the outcome of an earlier one."""
    home = tmp_path_factory.mktemp("lifetime")
    simulate(2000, 36, 4, home)
    run_demo(home)
    return home


def rows(home: Path, query: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(home / "published" / "current" / "warehouse.duckdb"), read_only=True) as connection:
        return connection.execute(query).fetchall()


def test_parameters_of_usage_lie_inside_their_intervals(home: Path) -> None:
    laws = json.loads((home / "answer_key" / "parameters.json").read_text())["laws"]
    found = rows(home, BOUNDS)
    assert {"individual", "corporate"} <= {segment for segment, *_ in found}
    for segment, parameter, lower, upper in found:
        factor = laws["usage_type_factor"][CUSTOMER_TYPES.index(segment)]
        truth = {
            "r": laws["usage_rate_shape"],
            "alpha": laws["usage_rate_shape"] / (laws["transactions_per_month"] * factor) * DAYS_PER_MONTH,
            "s": laws["usage_death_shape"],
            "beta": laws["usage_death_scale_months"] * DAYS_PER_MONTH,
        }[parameter]
        assert lower <= truth <= upper, f"{segment} {parameter}: {truth} is outside {lower} to {upper}"


def test_intervals_hold_the_outcomes_that_they_say(home: Path) -> None:
    found = rows(home, COVERAGE)
    assert found
    for fit_date, share in found:
        assert 0.85 <= share <= 0.95, f"fitted {fit_date}: {share} of outcomes lie inside the 90 % interval"

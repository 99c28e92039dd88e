"""Weighted intervals hold the truth of the population about as often as they promise; unweighted ones do not."""

import duckdb
import numpy as np
import pandas as pd
import pytest

from tests.unit.marts.rendered_project import RenderedProject

WAVES, CUSTOMERS = 400, 2_000
KINDS = ("individual", "corporate")
IS_FIRM = 0.2
ANSWERS = (0.04, 0.25)  # firms answer six times as often
SATISFIED = (0.55, 0.85)
PROMOTES, DETRACTS = (0.25, 0.6), (0.45, 0.1)
GAP_MEAN, GAP_DEVIATION = (-1.2, 0.1), 1.0


@pytest.fixture(scope="module")
def figures() -> duckdb.DuckDBPyConnection:
    """The figures of 400 waves among one population."""
    random = np.random.default_rng(11)
    is_firm = (np.arange(CUSTOMERS) < IS_FIRM * CUSTOMERS).astype(int)
    connection = duckdb.connect()
    connection.execute("set variable as_of = '2025-12-31'; set variable batch_id = 'b'")
    rows = []
    for wave in range(WAVES):
        who = np.flatnonzero(random.random(CUSTOMERS) < np.array(ANSWERS)[is_firm])
        kind, draw = is_firm[who], random.random(who.size)
        promotes = draw < np.array(PROMOTES)[kind]
        detracts = draw > 1 - np.array(DETRACTS)[kind]
        satisfied = random.random(who.size) < np.array(SATISFIED)[kind]
        gap = np.array(GAP_MEAN)[kind] + GAP_DEVIATION * random.normal(size=who.size)
        for measure, value, good, bad in (
            ("csat", satisfied.astype(float), satisfied, ~satisfied),
            ("nps", 100.0 * promotes - 100.0 * detracts, promotes, detracts),
            ("servqual_gap", gap, None, None),
        ):
            rows.append(
                pd.DataFrame(
                    {
                        "wave_number": f"W{wave}",
                        "respondent_key": who,
                        "stratum_code": np.array(KINDS)[kind],
                        "measure_code": measure,
                        "measured_value": value,
                        "is_favourable": None if good is None else good,
                        "is_unfavourable": None if bad is None else bad,
                    }
                )
            )
    said = pd.concat(rows, ignore_index=True)  # noqa: F841
    kinds = pd.DataFrame({"stratum_code": np.array(KINDS)[is_firm]})  # noqa: F841
    connection.execute(
        f"""
        create table survey_measurement as
        select 'demo' as source_system, * replace (is_favourable::boolean as is_favourable,
            is_unfavourable::boolean as is_unfavourable), -1 as product_key, measure_code as question_code,
            'overall' as dimension_code, 'counted' as measurement_state, null::double as expectation,
            null::double as perception
        from said;
        create table survey_respondent as
        select distinct source_system, wave_number, respondent_key, product_key, stratum_code from survey_measurement;
        create table survey_group_member as
        select *, 'all' as group_type, 'all' as group_code, 'All' as group_label_en, 'All' as group_label_zh,
            false as is_segment
        from survey_respondent;
        create table survey_wave_described as
        select 'demo' as source_system, 'W' || n as wave_number, date '2025-01-01' as wave_start_date,
            1.95996398 as z, 30 as minimum_responses
        from range({WAVES}) r(n);
        create table survey_population as
        select source_system, wave_number, 'customer_type' as stratum_scheme_code, stratum_code
        from survey_wave_described cross join kinds;
        create table survey_measure as
        select 'demo' as source_system, code as measure_code, code as question_code, 'overall' as dimension_code,
            'u' as unit_code, low as value_min, high as value_max
        from (values ('csat', 0.0, 1.0), ('nps', -100.0, 100.0), ('servqual_gap', -6.0, 6.0)) t(code, low, high);
        alter table survey_measurement drop stratum_code;
        """
    )
    project = RenderedProject()
    for model in ("survey_weight", "survey_group_sums", "survey_group_figures"):
        connection.execute(f"create table {model} as {project.model(model)}")
    return connection


def mixed(parts: tuple[float, float]) -> float:
    """The figure of the whole population."""
    return (1 - IS_FIRM) * parts[0] + IS_FIRM * parts[1]


@pytest.mark.parametrize(
    ("measure", "truth"),
    [
        ("csat", mixed(SATISFIED)),
        ("nps", 100 * (mixed(PROMOTES) - mixed(DETRACTS))),
        ("servqual_gap", mixed(GAP_MEAN)),
    ],
)
def test_nineteen_of_twenty_weighted_intervals_hold_the_truth(
    figures: duckdb.DuckDBPyConnection, measure: str, truth: float
) -> None:
    weighted, unweighted = figures.execute(
        f"""
        select avg(if({truth} between weighted_lower_bound and weighted_upper_bound, 1, 0)),
               avg(if({truth} between lower_bound and upper_bound, 1, 0))
        from survey_group_figures where measure_code = '{measure}'
        """
    ).fetchone() or (0, 0)
    assert 0.92 <= weighted <= 0.99  # 0.95, four standard errors below; strata make it a little safer
    assert unweighted < 0.6

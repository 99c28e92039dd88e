"""The measures of forecasts in SQL against those of the package lifetime, for every cohort."""

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lifetime.holdout import best_forecast, coverage, judge
from tests.unit.marts.rendered_project import RenderedProject

PROJECT = RenderedProject()
NAMES = ("model", "last_year", "class_average")
amounts = st.integers(-3, 3) | st.integers(-(10**8), 10**8)
forecasts = st.lists(
    st.tuples(
        st.sampled_from(["individual", "corporate"]),
        st.sampled_from(["key", "ordinary"]),
        *[amounts] * 4,
        *[st.integers(0, 10)] * 4,
    ),
    min_size=1,
    max_size=40,
)


@settings(max_examples=60, deadline=None)
@given(forecasts)
def test_measures_are_those_of_the_package(rows: list[tuple[str, str, int, ...]]) -> None:
    with duckdb.connect() as bank:
        bank.execute(
            """
            create table forecasts (source_system varchar, fit_date date, customer_key bigint, customer_type varchar,
                contribution_class varchar, outcome_months integer, interval_basis varchar,
                actual_amount decimal(18, 2), model_amount decimal(18, 2),
                last_year_amount decimal(18, 2), class_average_amount decimal(18, 2),
                lower_50_amount decimal(18, 2), upper_50_amount decimal(18, 2), lower_90_amount decimal(18, 2),
                upper_90_amount decimal(18, 2))
            """
        )
        made = [
            (
                *("demo", "2025-03-31", key, row[0], row[1], 9, "normal"),
                *(cents / 100 for cents in row[2:6]),
                *((row[3] - row[6]) / 100, (row[3] + row[7]) / 100),
                *((row[3] - row[6] - row[8]) / 100, (row[3] + row[7] + row[9]) / 100),
            )
            for key, row in enumerate(rows)
        ]
        bank.executemany(f"insert into forecasts values ({', '.join('?' * 15)})", made)
        query = PROJECT.macro("holdout_measures")("forecasts", ["fit_date"])
        found = bank.execute(f"select * from ({query})").fetchdf().to_dict("records")

    cohorts = {(kind, name) for kind, name, *_ in rows} | {(kind, "all") for kind, *_ in rows} | {("all", "all")}
    assert {(row["customer_type"], row["contribution_class"]) for row in found} == cohorts
    for row in found:
        mine = [
            each
            for each in made
            if row["customer_type"] in (each[3], "all") and row["contribution_class"] in (each[4], "all")
        ]
        actual = [each[7] for each in mine]
        assert row["customer_count"] == len(mine)
        for place, name in enumerate(NAMES, start=8):
            expected = judge(actual, [each[place] for each in mine])
            assert float(row["actual_amount"]) == pytest.approx(expected.actual)
            assert float(row[f"{name}_amount"]) == pytest.approx(expected.expected)
            assert float(row[f"{name}_bias_amount"]) == pytest.approx(expected.bias, abs=1e-6)
            assert float(row[f"{name}_mae_amount"]) == pytest.approx(expected.mean_absolute_error, abs=1e-6)
            ours = row[f"{name}_rank_correlation"]
            assert (None if ours != ours else ours) == pytest.approx(expected.rank_correlation, abs=1e-9)
        for level, place in ((50, 11), (90, 13)):
            share = coverage(actual, [each[place] for each in mine], [each[place + 1] for each in mine])
            assert row[f"inside_{level}_share"] == pytest.approx(share)


@settings(max_examples=30, deadline=None)
@given(st.lists(amounts, min_size=3, max_size=3), st.lists(amounts, min_size=1, max_size=1))
def test_the_recommended_figure_is_the_best_of_the_package(expected: list[int], actual: list[int]) -> None:
    errors = [abs(each - actual[0]) for each in expected]
    with duckdb.connect() as bank:
        bank.execute(
            f"""
            set variable as_of = '2025-12-31'; set variable reporting_currency = 'CNY'; set variable batch_id = 'b';
            create table lifetime_fit_date as
                select 'demo' as source_system, date '2025-12-31' as fit_date, true as is_current;
            create table dim_parameter_monthly as
                select date '2025-12-31' as month_end_date, 30 as lifetime_minimum_cohort_customers;
            create table lifetime_customer as select 'demo' as source_system, date '2025-12-31' as fit_date,
                'individual' as customer_type, 'key' as contribution_class;
            create table forecasts as
                select 'demo' as source_system, date '2025-03-31' as fit_date, 1::bigint as customer_key,
                'individual' as customer_type, 'key' as contribution_class, 12 as outcome_months,
                'normal' as interval_basis,
                {actual[0]}::decimal(18, 2) as actual_amount, {expected[0]}::decimal(18, 2) as model_amount,
                {expected[1]}::decimal(18, 2) as last_year_amount,
                {expected[2]}::decimal(18, 2) as class_average_amount,
                0::decimal(18, 2) as lower_50_amount, 0::decimal(18, 2) as upper_50_amount,
                0::decimal(18, 2) as lower_90_amount, 0::decimal(18, 2) as upper_90_amount;
            """
        )
        measures = PROJECT.macro("holdout_measures")("forecasts", [])
        bank.execute(f"create table lifetime_holdout_measure as {measures}")
        found = bank.execute(
            f"select distinct recommended_source from ({PROJECT.model('lifetime_holdout')})"
        ).fetchall()
    assert found == [(best_forecast(actual, dict(zip(NAMES, ([each] for each in expected), strict=True))),)], errors

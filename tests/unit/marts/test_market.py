"""Shares, concentration and location quotients against their definitions in exact fractions."""

from fractions import Fraction

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.marts.rendered_project import RenderedProject

PROJECT = RenderedProject()
MODELS = {
    name: PROJECT.model(name)
    for name in (
        *("market_volume", "market_scenario_volume", "market_scenario"),
        *("market_share", "market_concentration", "market_concentration_summary", "location_quotient"),
    )
}
# From the cent of a single bank to the deposits of a country, with many zeros and ties.
cents = st.integers(0, 3) | st.integers(0, 10**9) | st.integers(10**16, 10**17)
fields = st.lists(st.tuples(cents, st.sampled_from("RST")), min_size=2, max_size=40)


@pytest.fixture(scope="module")
def market() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute(
        """
        set variable as_of = '2025-12-31';
        create table concentration_guideline as
        select 'g' as guideline_code, 'general' as guideline_scope, date '1900-01-01' as valid_from,
            date '9999-12-31' as valid_to, 1500.0 as moderate_from_points, 2500.0 as high_above_points,
            'moderate' as concern_from_reading, 100.0 as concern_change_points, 200.0 as presumed_change_points,
            null::double as presumed_share;
        create table bridge_market_region as
        select 'demo' as source_system, region_code, region_level,
            if(region_level = 'all', 'ALL', region_code) as level_region_code, level_region_code as level_region_name
        from (values ('R'), ('S'), ('T')) r(region_code), (values ('region'), ('all')) l(region_level);
        create table bridge_competitor_holding as
        select 0::bigint as competitor_key, 0::bigint as holding_key, date '1900-01-01' as valid_from,
            date '9999-12-31' as valid_to where false;
        create table fct_market_merger as
        select 'demo' as source_system, 'M' as merger_code, date '2025-12-31' as announced_date,
            0::bigint as acquirer_key, 1::bigint as target_key;
        create table dim_competitor_holding as
        select range as holding_key, range::varchar as holding_number, range::varchar as holding_name
        from range(100);
        create table dim_competitor as select range as competitor_key, 'bank' as competitor_type from range(100);
        """
    )
    return connection


def build(market: duckdb.DuckDBPyConnection, volumes: list[tuple[int, str]]) -> None:
    """The marts of one period and product group; bank n has volumes[n], in cents, in one region."""
    market.execute(
        """
        create or replace table fct_market_share as
        select 'demo' as source_system, date '2025-12-31' as period_end_date, 'savings' as product_group,
            unnest($2::varchar[]) as region_code, unnest(range(len($1))) as competitor_key,
            cast(unnest($1::hugeint[]) * 0.01 as decimal(18, 2)) as volume_amount, 'CNY' as currency_code
        """,
        [[amount for amount, _ in volumes], [region for _, region in volumes]],
    )
    for name, sql in MODELS.items():
        market.execute(f"create or replace table {name} as {sql}")


def hhi(volumes: list[int]) -> Fraction | None:
    whole = sum(volumes)
    return sum((Fraction(100 * volume, whole) ** 2 for volume in volumes), Fraction(0)) if whole else None


def concentration(market: duckdb.DuckDBPyConnection, scenario: str, region: str = "ALL") -> tuple[float | None, ...]:
    found = market.execute(
        "select hhi_points::double, hhi_change_points::double, number_equivalent::double, top_three_share::double "
        "from market_concentration where scenario_code = ? and region_code = ? and participant_level = 'holding'",
        [scenario, region],
    ).fetchone()
    return found or ()


@settings(max_examples=60, deadline=None)
@given(fields)
def test_hhi_is_the_sum_of_squared_shares(market: duckdb.DuckDBPyConnection, volumes: list[tuple[int, str]]) -> None:
    build(market, volumes)
    for region in {region for _, region in volumes} | {"ALL"}:
        here = [amount for amount, place in volumes if region in (place, "ALL")]
        points, change, equals, top_three = concentration(market, "as_is", region)
        expected = hhi(here)
        if expected is None:
            assert (points, equals, top_three) == (None, None, None)
            continue
        assert points == pytest.approx(float(expected), abs=2e-6)
        assert change == 0
        assert equals == pytest.approx(float(10000 / expected), rel=1e-6)
        assert top_three == pytest.approx(float(Fraction(sum(sorted(here)[-3:]), sum(here))), abs=1e-8)


@settings(max_examples=60, deadline=None)
@given(fields)
def test_a_merger_adds_twice_the_product_of_the_shares(
    market: duckdb.DuckDBPyConnection, volumes: list[tuple[int, str]]
) -> None:
    build(market, volumes)
    amounts = [amount for amount, _ in volumes]
    first, second = amounts[:2]
    found = concentration(market, "M")
    if not first or not second:
        assert found == ()
        return
    whole = sum(amounts)
    merged = hhi([first + second, *amounts[2:]])
    assert merged is not None
    assert found[0] == pytest.approx(float(merged), abs=2e-6)
    assert found[1] == pytest.approx(float(Fraction(20000 * first * second, whole**2)), abs=2e-6)


@settings(max_examples=40, deadline=None)
@given(fields)
def test_shares_add_up_and_quotients_average_to_one(
    market: duckdb.DuckDBPyConnection, volumes: list[tuple[int, str]]
) -> None:
    build(market, volumes)
    whole = sum(amount for amount, _ in volumes)
    sums = market.execute(
        "select sum(market_share)::double from market_share where market_volume_amount > 0 "
        "group by region_code, participant_level"
    ).fetchall()
    assert all(total == pytest.approx(1, abs=1e-6) for (total,) in sums)
    # The mean of a bank's quotients, weighted by the volume of the regions, is one by definition.
    for bank, (amount, place) in enumerate(volumes):
        if not amount:
            continue
        region = sum(other for other, there in volumes if there == place)
        (quotient,) = market.execute(
            "select location_quotient::double from location_quotient where subject_type = 'bank' and subject_code = ?",
            [str(bank)],
        ).fetchone() or (None,)
        assert quotient == pytest.approx(float(Fraction(whole, region)), rel=1e-6, abs=1e-8)


def test_60_30_10_is_4600(market: duckdb.DuckDBPyConnection) -> None:
    build(market, [(6000, "R"), (3000, "R"), (1000, "R")])
    assert concentration(market, "as_is") == (4600, 0, pytest.approx(2.173913), 1)
    # 90 and 10: 8100 + 100 = 8200, that is 2 x 60 x 30 = 3600 more
    assert concentration(market, "M")[:2] == (8200, 3600)


def test_the_median_of_an_even_number_is_the_mean_of_the_middle_two(market: duckdb.DuckDBPyConnection) -> None:
    # R: one bank, 10,000; S: halves, 5,000. T is empty and has no index.
    build(market, [(1, "R"), (1, "S"), (1, "S"), (0, "T")])
    found = market.execute(
        "select market_count, empty_market_count, median_hhi_points::double from market_concentration_summary "
        "where region_level = 'region' and participant_level = 'bank'"
    ).fetchone()
    assert found == (3, 1, 7500)

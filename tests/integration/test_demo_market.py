"""The merger that the simulator plants in the demo bank's market: who owns whom counts at the end of each period."""

import duckdb
import pytest

from simulator.market import ACQUIRER, TARGET

MARKET = "period_end_date, product_group, region_level, region_code"


def shares(connection: duckdb.DuckDBPyConnection, level: str, number: str) -> dict[tuple[object, ...], float]:
    """The share of a participant in every market of the demo bank."""
    rows = connection.execute(
        f"select {MARKET}, market_share::double from marts.market_share "
        "where source_system = 'demo' and participant_level = ? and participant_number = ?",
        [level, number],
    ).fetchall()
    return {tuple(row[:-1]): row[-1] for row in rows}


def test_two_holdings_are_one_from_the_merger_on(published: duckdb.DuckDBPyConnection) -> None:
    (merged_on,) = published.execute(
        "select valid_from from warehouse.bridge_competitor_holding "
        "join warehouse.dim_competitor using (competitor_key) "
        "where competitor_number = ? and valid_from > date '1900-01-01'",
        [TARGET[0]],
    ).fetchone() or (None,)
    acquirer, target = (shares(published, "bank", bank[0]) for bank in (ACQUIRER, TARGET))
    owner, owned = (shares(published, "holding", bank[0]) for bank in (ACQUIRER, TARGET))
    before = {market for market in acquirer if market[0] < merged_on}
    assert before
    assert before < acquirer.keys()
    assert owned.keys() == before
    for market, share in owner.items():
        expected = acquirer[market] + (0 if market in before else target[market])
        assert share == pytest.approx(expected, abs=2e-8)


def test_the_merger_is_judged_on_the_last_period_before_it(published: duckdb.DuckDBPyConnection) -> None:
    acquirer, target = (shares(published, "holding", bank[0]) for bank in (ACQUIRER, TARGET))
    last = max(market[0] for market in target)
    found = published.execute(
        f"select {MARKET}, hhi_change_points::double from marts.market_concentration "
        "where scenario_code = 'M0001' and guideline_scope = 'general'"
    ).fetchall()
    markets = {market for market in target if market[0] == last}
    assert {tuple(row[:-1]) for row in found} == markets
    for *market, change in found:
        assert change == pytest.approx(20_000 * acquirer[tuple(market)] * target[tuple(market)], abs=1e-3)

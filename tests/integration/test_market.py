"""Every US bank and its complaints: nothing lost, nothing doubled, and the figures that others find in these files."""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from statistics import median

import duckdb
import pandas as pd
import pytest

from tests.conftest import CFPB, FDIC, needs_market, warehouse

pytestmark = needs_market
BRANCHES, BANKS, DEPOSITS = 81_791, 4_960, 17_235_467_482_000


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both sources in one run."""
    folder = tmp_path_factory.mktemp("market")
    landing = [f"--landing={path.name}={path}" for path in (FDIC, CFPB)]
    done = warehouse(folder, "run", "--source", "fdic_sod", "--source", "cfpb_complaints", *landing)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.fixture
def market(home: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(home / "build" / "cfpb_complaints+fdic_sod" / "bank.duckdb"), read_only=True) as connection:
        yield connection


@pytest.fixture(scope="module")
def branches() -> pd.DataFrame:
    return pd.read_csv(FDIC / "sod_2021.csv.gz", dtype=str, keep_default_na=False).astype({"DEPSUMBR": int})


def one(connection: duckdb.DuckDBPyConnection, query: str) -> tuple[object, ...]:
    return connection.execute(query).fetchone() or ()


def hhi_of_counties(branches: pd.DataFrame, owner: pd.Series) -> dict[str, float]:
    """The index of every county with deposits, in exact fractions up to the last step."""
    volumes = branches.groupby([branches["STCNTYBR"].str.zfill(5), owner])["DEPSUMBR"].sum()
    found = {}
    for county, amounts in volumes.groupby(level=0):
        if whole := int(amounts.sum()):
            found[str(county)] = float(sum(Fraction(100 * int(amount), whole) ** 2 for amount in amounts))
    return found


def test_no_branch_is_lost_or_doubled(market: duckdb.DuckDBPyConnection) -> None:
    rows = "select rows_landed, rows_staged, rows_quarantined, rows_duplicate from staging.row_reconciliation"
    assert one(market, f"{rows} where source_system = 'fdic_sod'") == (BRANCHES, BRANCHES, 0, 0)
    count = "select count(*), sum(volume_amount), count(case when volume_amount = 0 then 1 end)"
    assert one(market, f"{count} from warehouse.fct_competitor_branch") == (BRANCHES, DEPOSITS, 2_572)
    for level in ("county", "state", "all"):
        for participants in ("bank", "holding"):
            volume = "select sum(volume_amount) from marts.market_share"
            where = f"where region_level = '{level}' and participant_level = '{participants}'"
            assert one(market, f"{volume} {where}") == (DEPOSITS,)


def test_there_are_all_banks_and_their_holdings(market: duckdb.DuckDBPyConnection, branches: pd.DataFrame) -> None:
    count = "select count(*) from marts.market_share where region_level = 'all' and participant_level = '{}'"
    assert one(market, count.format("bank")) == (BANKS,)
    standing_alone = branches.loc[branches["RSSDHCR"] == "0", "CERT"].nunique()
    holdings = branches.loc[branches["RSSDHCR"] != "0", "RSSDHCR"].nunique()
    assert one(market, count.format("holding")) == (holdings + standing_alone,)


def test_counties_are_as_concentrated_as_reported(market: duckdb.DuckDBPyConnection) -> None:
    summary = "from marts.market_concentration_summary where region_level = 'county' and participant_level = 'bank'"
    found = one(
        market,
        f"select market_count - empty_market_count, round(median_hhi_points, 2)::varchar {summary} "
        "and guideline_scope = 'general'",
    )
    assert found == (3_200, "2796.38")
    new_york = "select distinct round(hhi_points, 2)::varchar from marts.market_concentration"
    where = "where region_code = '36061' and participant_level = 'bank'"
    assert one(market, f"{new_york} {where}") == ("2171.41",)


@pytest.mark.parametrize("level", ["bank", "holding"])
def test_every_county_has_the_index_of_its_definition(
    market: duckdb.DuckDBPyConnection, branches: pd.DataFrame, level: str
) -> None:
    parent = ("RSSD" + branches["RSSDHCR"]).where(branches["RSSDHCR"] != "0", branches["CERT"])
    expected = hhi_of_counties(branches, branches["CERT"] if level == "bank" else parent)
    found = dict(
        market.execute(
            "select region_code, hhi_points::double from marts.market_concentration where scenario_code = 'as_is' "
            "and region_level = 'county' and guideline_scope = 'general' and hhi_points is not null "
            "and participant_level = ?",
            [level],
        ).fetchall()
    )
    assert found == pytest.approx(expected, abs=1e-5)
    assert len(found) == 3_200
    assert median(found.values()) == pytest.approx(median(expected.values()), abs=1e-5)


def test_an_announced_merger_is_judged_in_the_counties_where_both_are(
    market: duckdb.DuckDBPyConnection, branches: pd.DataFrame
) -> None:
    volumes = branches.groupby([branches["STCNTYBR"].str.zfill(5), "RSSDHCR"])["DEPSUMBR"].sum()
    changes = {}
    for county, amounts in volumes.groupby(level=0):
        by_holding = amounts.droplevel(0)
        first, second = int(by_holding.get("1037003", 0)), int(by_holding.get("3650152", 0))
        if first and second:
            changes[str(county)] = 20_000 * first * second / int(amounts.sum()) ** 2
    found = market.execute(
        "select region_code, hhi_change_points::double from marts.market_concentration where region_level = 'county' "
        "and scenario_code = 'mtb_peoples_united_2021' and guideline_scope = 'bank_merger'"
    ).fetchall()
    assert len(changes) == 10
    assert dict(found) == pytest.approx(changes, abs=1e-5)


def test_every_complaint_arrives_repeated_ones_included(market: duckdb.DuckDBPyConnection) -> None:
    landed = pd.read_csv(CFPB / "consumer_complaints.csv", dtype=str, keep_default_na=False)
    assert len(landed) == 3_186
    assert landed.duplicated().sum() == 11
    rows = "select rows_landed, rows_staged, rows_quarantined, rows_duplicate from staging.row_reconciliation"
    assert one(market, f"{rows} where source_system = 'cfpb_complaints'") == (3_186, 3_186, 0, 0)
    summary = "from marts.competitor_complaint_summary where product_name {} 'all'"
    totals = "select sum(complaint_count), sum(timely_count), sum(disputed_count), sum(disputed_known_count)"
    timely, disputed = (landed["Timely response?"] == "Yes").sum(), (landed["Consumer disputed?"] == "Yes").sum()
    known = (landed["Consumer disputed?"] != "").sum()
    for sign in ("=", "<>"):
        assert one(market, f"{totals} {summary.format(sign)}") == (3_186, timely, disputed, known)
    pairs = landed[["Company", "Product"]].drop_duplicates()
    assert one(market, f"select count(*) {summary.format('<>')}") == (len(pairs),)


def test_no_place_of_a_person_leaves_the_raw_zone(market: duckdb.DuckDBPyConnection) -> None:
    columns = market.execute(
        "select column_name from duckdb_columns() where schema_name in ('staging', 'contract', 'warehouse', 'marts')"
    ).fetchall()
    assert not [name for (name,) in columns if "zip" in name.lower() or "consent" in name.lower()]


def test_what_the_sources_do_not_have_is_told(market: duckdb.DuckDBPyConnection) -> None:
    present = market.execute(
        "select source_system, entity_code from marts.source_coverage where is_present order by all"
    ).fetchall()
    assert present == [
        ("cfpb_complaints", "competitor"),
        ("cfpb_complaints", "competitor_complaint"),
        ("fdic_sod", "competitor"),
        ("fdic_sod", "competitor_branch"),
        ("fdic_sod", "market_share"),
    ]
    silent = "select count(*) from marts.source_coverage where not is_present and consequence is null"
    assert one(market, silent) == (0,)


def test_nothing_is_later_than_the_as_of_date(market: duckdb.DuckDBPyConnection) -> None:
    # 22 branches of the list opened after the survey.
    latest = "select max(opened_date) <= date '2021-06-30', count(*) - count(opened_date)"
    assert one(market, f"{latest} from warehouse.fct_competitor_branch") == (True, 22)

"""Every segment of every scheme has customers, so that the demo bank shows each of them."""

from pathlib import Path

import pytest

from simulator.names import RARE_INDUSTRIES
from tests.unit.simulator.conftest import Bank, made
from tests.unit.simulator.segments import SCHEMES, Segments

BANKS = {"demo": (2_000, 24, 1), "small": (300, 14, 1), "another": (300, 14, 7)}


@pytest.fixture(scope="module", params=BANKS)
def segments(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Segments:
    customers, months, seed = BANKS[request.param]
    home = tmp_path_factory.mktemp(f"segments_{request.param}")
    return Segments(made(home, customers=customers, months=months, seed=seed))


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_segment_has_customers(segments: Segments, scheme: str) -> None:
    by_customer, every = SCHEMES[scheme]
    assert set(by_customer(segments).values()) == set(every.split())


def test_cash_flows_have_all_eight_patterns_of_signs(segments: Segments) -> None:
    flows = [f"{activity}_cash_flow_amount" for activity in ("operating", "investing", "financing")]
    patterns = {tuple(float(row[flow]) > 0 for flow in flows) for row in segments.statements.values()}
    assert len(patterns) == 8


def test_industries_that_are_never_drawn_have_customers(segments: Segments) -> None:
    delivered = {row["industry_code"] for row in segments.customers.values()}
    assert {code for code, _ in RARE_INDUSTRIES} <= delivered


def test_services_to_agriculture_mining_and_manufacturing_are_tertiary(segments: Segments) -> None:
    sector = segments.industry_sector()
    for code in ("A05", "B11", "C43"):
        assert {sector[number] for number, row in segments.firms.items() if row["industry_code"] == code} == {
            "tertiary"
        }


def test_who_is_cast_still_tells_a_consistent_life(segments: Segments) -> None:
    for number, row in segments.persons.items():
        assert (row["children_count"] == "0") == (row["youngest_child_birth_date"] == ""), number
        if row["youngest_child_birth_date"]:
            assert (
                segments.years_since(row["birth_date"]) - segments.years_since(row["youngest_child_birth_date"]) >= 15
            )


def test_the_cast_changes_no_booking(dirty_bank: Bank, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("simulator.bank.cast_customers", lambda *_: None)
    without = made(tmp_path, customers=150, months=14, seed=11)
    for table in ("transaction", "account_balance", "fee", "loan"):
        pairs = zip(dirty_bank.of(table), without.of(table), strict=True)
        for cast, plain in pairs:
            kept = [[{k: v for k, v in row.items() if k != "channel"} for row in file.rows] for file in (cast, plain)]
            assert kept[0] == kept[1], cast.path

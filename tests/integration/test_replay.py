"""The warehouse is a pure function of raw zone, reference data and as-of date."""

import shutil
import time
from pathlib import Path

import pytest

from tests.conftest import run_demo, warehouse
from tests.integration.compare import differences

BUILD = Path("build") / "demo" / "bank.duckdb"


def test_second_run_with_nothing_new_changes_nothing_and_is_quick(demo_home: Path) -> None:
    before = sorted(path.name for path in (demo_home / "published").iterdir())
    began = time.monotonic()
    printed = run_demo(demo_home)
    assert "Nothing new" in printed
    assert sorted(path.name for path in (demo_home / "published").iterdir()) == before
    print(f"second run took {time.monotonic() - began:.1f} s")


@pytest.fixture(scope="module")
def piecewise_home(bank: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same deliveries in another order and in pieces, with runs in between."""
    home = tmp_path_factory.mktemp("piecewise")
    deliveries = sorted((bank / "landing" / "demo").glob("*/*"))
    early = [path for path in deliveries if path.name <= "2025-06-30"]
    for delivery in early[::-2]:
        _deliver(delivery, bank, home)
    # With every other delivery missing the books cannot agree: a critical check says so, and the tables are half there.
    assert warehouse(home, "run", "--source", "demo", "--as-of", "2025-06-30").returncode == 1
    for delivery in early:
        _deliver(delivery, bank, home)
    run_demo(home, "2025-06-30")
    for delivery in reversed(deliveries):
        _deliver(delivery, bank, home)
    run_demo(home)
    return home


def test_deliveries_in_another_order_and_in_pieces_give_the_same_tables(demo_home: Path, piecewise_home: Path) -> None:
    assert differences(demo_home / BUILD, piecewise_home / BUILD) == {}


def test_a_full_refresh_equals_the_incremental_build(demo_home: Path, piecewise_home: Path) -> None:
    run_demo(piecewise_home, "2025-12-31", "--full-refresh")
    assert differences(demo_home / BUILD, piecewise_home / BUILD) == {}


def _deliver(delivery: Path, bank: Path, home: Path) -> None:
    target = home / delivery.relative_to(bank)
    if not target.exists():
        shutil.copytree(delivery, target)

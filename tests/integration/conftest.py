"""Banks that are built once for all integration tests."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest

from simulator import simulate
from tests.conftest import BERKA, run_demo, warehouse

END = date(2025, 12, 31)
BERKA_AS_OF = "1994-02-28"


@pytest.fixture(scope="session")
def bank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Landing and answer key of a small bank with every kind of dirt. Read only."""
    folder = tmp_path_factory.mktemp("bank")
    simulate(300, 14, 7, folder, end=END)
    return folder


@pytest.fixture(scope="session")
def demo_home(bank: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small bank, run once from an empty home. Read only."""
    home = tmp_path_factory.mktemp("demo_home")
    (home / "landing").symlink_to(bank / "landing")
    run_demo(home)
    return home


@pytest.fixture
def published(demo_home: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    path = demo_home / "published" / "current" / "warehouse.duckdb"
    with duckdb.connect(str(path), read_only=True) as connection:
        yield connection


@pytest.fixture
def build(demo_home: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(demo_home / "build" / "demo" / "bank.duckdb"), read_only=True) as connection:
        yield connection


@pytest.fixture(scope="session")
def berka_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real Czech bank, run once. Read only."""
    home = tmp_path_factory.mktemp("berka")
    done = warehouse(home, "run", "--source", "berka", "--landing", str(BERKA), "--as-of", BERKA_AS_OF)
    assert done.returncode == 0, done.stdout + done.stderr
    return home


@pytest.fixture
def berka(berka_home: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(berka_home / "build" / "berka" / "bank.duckdb"), read_only=True) as connection:
        yield connection

"""Banks that are built once for all integration tests."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest

from simulator import simulate
from tests.conftest import run_demo

END = date(2025, 12, 31)


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

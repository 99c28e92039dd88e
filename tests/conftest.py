"""What tests share: the command, small banks, and the comparison of two builds."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from orchestration.manifest import current_manifest

REPOSITORY = Path(__file__).resolve().parent.parent
DATA = REPOSITORY.parent / "shared" / "data"
BERKA, FDIC, CFPB = DATA / "berka", DATA / "fdic_sod", DATA / "cfpb_complaints"

needs_berka = pytest.mark.skipif(not BERKA.is_dir(), reason=f"real data not here: {BERKA}")
needs_market = pytest.mark.skipif(
    not (FDIC.is_dir() and CFPB.is_dir()), reason=f"real data not here: {FDIC} and {CFPB}"
)


def pytest_configure(config: pytest.Config) -> None:
    """Parse the dbt project once, before workers that run at the same time would all do it."""
    if config.getoption("numprocesses", None) and not hasattr(config, "workerinput"):
        current_manifest()


def warehouse(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command on a home, with a fixed key secret so that homes can be compared."""
    return subprocess.run(
        [Path(sys.executable).with_name("warehouse"), *arguments],
        env={**os.environ, "WAREHOUSE_HOME": str(home), "WAREHOUSE_KEY_SECRET": "tests"},
        capture_output=True,
        text=True,
        timeout=1800,
    )


def run_demo(home: Path, as_of: str = "2025-12-31", *arguments: str) -> str:
    """A run of the demo source that must succeed; returns what it printed."""
    done = warehouse(home, "run", "--source", "demo", "--as-of", as_of, *arguments)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout

"""A run that is killed and started again leaves the same tables, and readers never see half a batch."""

import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from orchestration.home import Home
from orchestration.publishing import current_publication
from tests.conftest import run_demo
from tests.integration.compare import differences

BUILD = Path("build") / "demo" / "bank.duckdb"
KILLS = 6


@pytest.mark.slow
def test_killed_at_random_moments_and_started_again_gives_the_same_tables(
    bank: Path, demo_home: Path, tmp_path: Path
) -> None:
    (tmp_path / "landing").symlink_to(bank / "landing")
    randomness = random.Random(20260101)
    for _ in range(KILLS):
        _kill_after(tmp_path, randomness.uniform(4, 45))
        published = tmp_path / "published" / "current" / "warehouse.duckdb"
        if published.exists():  # a run that was quicker than its killer
            break
    run_demo(tmp_path)
    assert differences(demo_home / BUILD, tmp_path / BUILD) == {}
    assert not list((tmp_path / "raw").rglob("*.tmp*"))
    assert not list((tmp_path / "published").glob(".*"))


@pytest.mark.slow
def test_killed_update_leaves_the_published_batch_and_the_next_run_completes_it(
    bank: Path, demo_home: Path, tmp_path: Path
) -> None:
    for delivery in (bank / "landing" / "demo").glob("*/*"):
        if delivery.name <= "2025-11-30":
            shutil.copytree(delivery, tmp_path / delivery.relative_to(bank))
    run_demo(tmp_path, "2025-11-30")
    first = current_publication(Home(tmp_path))
    for delivery in (bank / "landing" / "demo").glob("*/*"):
        if delivery.name > "2025-11-30":
            shutil.copytree(delivery, tmp_path / delivery.relative_to(bank))
    for step in ("ingest demo", "stage", "build warehouse", "build marts"):
        _kill_when_done(tmp_path, step)
        assert current_publication(Home(tmp_path)) == first
    run_demo(tmp_path)
    assert differences(demo_home / BUILD, tmp_path / BUILD) == {}


def _start(home: Path) -> subprocess.Popen[str]:
    """A run with all its children in one process group."""
    return subprocess.Popen(
        [Path(sys.executable).with_name("warehouse"), "run", "--source", "demo", "--as-of", "2025-12-31"],
        env={**os.environ, "WAREHOUSE_HOME": str(home), "WAREHOUSE_KEY_SECRET": "tests"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def _kill(process: subprocess.Popen[str]) -> None:
    """End the group without warning."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()


def _kill_after(home: Path, seconds: float) -> None:
    process = _start(home)
    time.sleep(seconds)
    _kill(process)


def _kill_when_done(home: Path, step: str) -> None:
    """Kill a run as soon as it says that a step is done."""
    process = _start(home)
    said = next((line for line in process.stderr or [] if line.strip().startswith(f"{step} ")), "")
    _kill(process)
    assert "done" in said, f"the run ended before {step} was done"

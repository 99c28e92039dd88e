"""Runs that are killed, run out of room or meet rotten files: the next one leaves the same tables as one run at once.

Readers see the batch before, byte for byte, until the new one is whole.
"""

import contextlib
import hashlib
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
from tests.conftest import REPOSITORY, run_demo, warehouse
from tests.faults.small_disk import small_disk
from tests.integration.compare import differences

LANDING = REPOSITORY / "seeds" / "demo_bank" / "landing"
BUILD = Path("build") / "demo" / "bank.duckdb"

# The line after which a phase goes on, and how long it goes on at least, in seconds. Publishing is killed at each of
# its steps in test_publishing_is_killed.py.
PHASES = {
    "ingestion": (None, 4.0),
    "checks of raw": ("ingest demo", 3.0),
    "staging": ("check raw", 8.0),
    "checks of staging": ("stage", 0.3),
    "warehouse": ("check staging", 8.0),
    "checks of warehouse": ("build warehouse", 1.0),
    "marts": ("check warehouse", 12.0),
    "checks of marts": ("build marts", 2.0),
}


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, subprocess.CompletedProcess[str]]:
    """A home that one run has built, and how a second run ended that began while the first went on."""
    home = tmp_path_factory.mktemp("reference")
    (home / "landing").symlink_to(LANDING)
    first = _start(home)
    assert first.stderr is not None
    next(line for line in first.stderr if "check raw" in line)
    second = warehouse(home, "run", "--source", "demo", "--as-of", "2025-12-31")
    assert first.poll() is None, "the first run ended before the second"
    assert f"process {first.pid} is running on this home" in second.stderr
    _, said = first.communicate()
    assert first.returncode == 0, said
    return home, second


@pytest.mark.slow
def test_second_run_at_once_ends_with_3_and_the_first_goes_on_and_publishes(
    reference: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    home, second = reference
    assert second.returncode == 3
    assert len(second.stderr.splitlines()) == 1
    assert current_publication(Home(home)) is not None


@pytest.mark.slow
def test_update_that_is_killed_in_each_phase_leaves_the_published_batch_and_the_next_run_completes_it(
    reference: tuple[Path, subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    _deliver(tmp_path, "2025-01-01", "2025-11-30")
    run_demo(tmp_path, "2025-11-30")
    first, files = current_publication(Home(tmp_path)), _bytes(tmp_path)
    _deliver(tmp_path, "2025-12-01", "2025-12-31")
    moments = random.Random(20260101)
    for phase, (line, seconds) in PHASES.items():
        _kill(tmp_path, line, moments.uniform(0, seconds))
        assert current_publication(Home(tmp_path)) == first, phase
        assert _bytes(tmp_path) == files, phase
    run_demo(tmp_path)
    assert differences(reference[0] / BUILD, tmp_path / BUILD) == {}
    assert current_publication(Home(tmp_path)) != first
    assert _bytes(tmp_path, "v1") == files
    assert not list((tmp_path / "raw").rglob("*.tmp*"))
    assert not list((tmp_path / "published").glob(".*"))


@pytest.mark.slow
def test_damaged_build_is_built_anew_and_a_full_disk_stops_it_until_there_is_room(
    reference: tuple[Path, subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    arguments = ("run", "--source", "demo", "--as-of", "2025-12-31", "--full-refresh")
    with small_disk(tmp_path / "disk", 900_000_000) as disk:
        home = tmp_path / "disk"
        shutil.copytree(reference[0], home, symlinks=True, dirs_exist_ok=True)
        files = _bytes(home)
        with (home / BUILD).open("r+b") as file:
            file.truncate((home / BUILD).stat().st_size // 2)
        (home / BUILD).with_name("state.json").write_text("rubbish")
        if disk is not None:
            disk.remount(f"size={disk.used() + 20_000_000}")
            stopped = warehouse(home, *arguments)
            assert stopped.returncode == 3, stopped.stderr
            *_, said, kept = stopped.stderr.splitlines()
            assert said.startswith(f"{home}: no space left on its disk; make room")
            assert kept.endswith("v1 as of 2025-12-31 stays published.")
            assert "Traceback" not in stopped.stderr
            assert "Exception" not in stopped.stderr
            assert _bytes(home) == files
            disk.remount("size=900000000")
        done = warehouse(home, *arguments)
        assert done.returncode == 0, done.stderr
        told = stopped.stderr if disk is not None else done.stderr
        assert f"{home / BUILD} was damaged and is removed: it is built anew from the raw zone" in told
        assert differences(reference[0] / BUILD, home / BUILD) == {}
        assert _bytes(home, "v1") == files


def _deliver(home: Path, first: str, last: str) -> None:
    """Copy the deliveries of these days into the home's landing folder."""
    for delivery in (LANDING / "demo").glob("*/*"):
        if first <= delivery.name <= last:
            shutil.copytree(delivery, home / "landing" / delivery.relative_to(LANDING))


def _bytes(home: Path, version: str = "current") -> dict[str, str]:
    """A fingerprint of each file of a published version."""
    files = sorted((home / "published" / version).iterdir())
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


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


def _kill(home: Path, line: str | None, seconds: float) -> None:
    """Kill a run without warning, some seconds after it says that a step is done; None: after the lock is taken."""
    process = _start(home)
    if line is None:
        while process.poll() is None and not (home / "build" / "lock").read_text():
            time.sleep(0.05)
    else:
        said = next((told for told in process.stderr or [] if told.strip().startswith(f"{line} ")), "")
        assert "done" in said, f"the run ended before {line} was done"
    time.sleep(seconds)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()

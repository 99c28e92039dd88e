"""Ingestion may die at any moment: the next run makes the same raw zone as one that was never disturbed."""

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.unit.ingestion.deliveries import many_deliveries, records, take_in, tree

REPOSITORY = Path(__file__).resolve().parents[2]
PROGRAM = """
import sys
from pathlib import Path
from tests.unit.ingestion.deliveries import take_in
print("begin", flush=True)
take_in(Path(sys.argv[1]))
"""


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("undisturbed")
    many_deliveries(home / "landing", days=28, rows=2_000)
    report = take_in(home)
    assert {len(report.of("new")), len(report.of("held_back"))} == {55, 1}
    return home


def begin(home: Path) -> subprocess.Popen[bytes]:
    """Start ingestion in a process of its own; returns when it has begun."""
    process = subprocess.Popen([sys.executable, "-c", PROGRAM, home], cwd=REPOSITORY, stdout=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline() == b"begin\n"
    return process


def test_killed_at_random_moments_it_makes_the_same_raw_zone(undisturbed: Path, tmp_path: Path) -> None:
    landing = tmp_path / "landing"
    landing.symlink_to(undisturbed / "landing")
    moments = random.Random(7)
    killed = 0
    while killed < 10:
        process = begin(tmp_path)
        time.sleep(moments.uniform(0.0, 0.15))
        process.send_signal(signal.SIGKILL)
        killed += process.wait() == -signal.SIGKILL
        if process.returncode == 0:
            break
        for record in records(tmp_path):
            rows = tmp_path / "raw" / "shop" / record.table / f"{record.sha256}.parquet"
            assert rows.exists() == (record.status == "landed")
    assert killed >= 3
    take_in(tmp_path)
    assert tree(tmp_path / "raw") == tree(undisturbed / "raw")
    assert not (tmp_path / "raw" / "shop" / ".tmp").exists()


def test_dying_before_each_rename_it_makes_the_same_raw_zone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every step of the raw zone is a rename, so dying before the n-th for every n is dying at every step."""
    many_deliveries(tmp_path / "once" / "landing", days=4, rows=10)
    take_in(tmp_path / "once")
    expected = tree(tmp_path / "once" / "raw")
    (tmp_path / "often").mkdir()
    (tmp_path / "often" / "landing").symlink_to(tmp_path / "once" / "landing")
    replace, renames, fatal = Path.replace, 0, 0

    class Died(BaseException):
        pass

    def dies(source: Path, target: Path) -> Path:
        nonlocal renames
        renames += 1
        if renames == fatal:
            raise Died
        return replace(source, target)

    for step in range(1, len(expected) + 1):
        home = tmp_path / "often"
        renames, fatal = 0, step
        with monkeypatch.context() as patch:
            patch.setattr(Path, "replace", dies)
            with pytest.raises(Died):
                take_in(home)
        take_in(home)
        assert tree(home / "raw") == expected
        for path in (home / "raw" / "shop").glob("*/*"):
            path.unlink()

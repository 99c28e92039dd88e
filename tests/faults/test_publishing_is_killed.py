"""Publishing and pruning may die at any moment: readers keep the batch they see until the next one is whole."""

import hashlib
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from orchestration.home import Home
from orchestration.publishing import current_publication, publications, publish
from tests.unit.orchestration.made_build import NOW, batch, build, readers_see

REPOSITORY = Path(__file__).resolve().parents[2]

# Forks a child for each line "work n home": it kills itself before its n-th call that changes the disk. 0 never does.
PROGRAM = """
import os, signal, sys
from datetime import timedelta
from pathlib import Path
from orchestration.home import Home
from orchestration.publishing import prune, publish
from tests.unit.orchestration.made_build import NOW, batch

def work(name, home):
    if name == "publish":
        publish(home, batch(2), NOW)
    else:
        prune(home, timedelta(days=30), NOW + timedelta(days=90))

def dying(call):
    def counted(*arguments, **options):
        global calls
        calls += 1
        if calls == fatal:
            os.kill(os.getpid(), signal.SIGKILL)
        return call(*arguments, **options)
    return counted

for line in sys.stdin:
    name, number, root = line.split(maxsplit=2)
    child = os.fork()
    if child == 0:
        calls, fatal = 0, int(number)
        for call in ("mkdir", "rename", "replace", "symlink", "unlink", "rmdir", "chmod", "fsync"):
            setattr(os, call, dying(getattr(os, call)))
        print("begin", flush=True)
        work(name, Home(Path(root.strip())))
        os._exit(0)
    _, status = os.waitpid(child, 0)
    print(os.waitstatus_to_exitcode(status), flush=True)
"""


class Killer:
    """Lets a process do the work and die at its n-th step."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM], cwd=REPOSITORY, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def dies(self, work: str, step: int, home: Home) -> bool:
        """Whether the process died at this step: False when it needed fewer steps."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(f"{work} {step} {home.root}\n")
        self.process.stdin.flush()
        assert self.process.stdout.readline() == "begin\n"
        status = int(self.process.stdout.readline())
        assert status in (0, -signal.SIGKILL)
        return status != 0


@pytest.fixture(scope="module")
def killer() -> Iterator[Killer]:
    killer = Killer()
    yield killer
    killer.process.communicate()


def fingerprint(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


def test_killed_at_each_step_publish_shows_one_whole_batch_and_the_next_one_completes_it(
    killer: Killer, tmp_path: Path
) -> None:
    step, seen = 0, []
    while True:
        step += 1
        home = Home(tmp_path / str(step))
        build(home, 1)
        publish(home, batch(1), NOW)
        first = fingerprint(home.published / "v1")
        build(home, 2)
        died = killer.dies("publish", step, home)
        current = current_publication(home)
        assert current is not None
        number = int(current.batch_id, 16)
        assert readers_see(home) == (number, number)
        assert fingerprint(home.published / "v1") == first
        assert [p.version for p in publications(home)] in ([1], [1, 2])
        seen.append(number)
        if not died:
            break
        publish(home, batch(2), NOW)
        assert readers_see(home) == (2, 2)
        assert not list(home.published.glob(".*"))
        assert fingerprint(home.published / "v1") == first
    assert step > 10
    assert seen == sorted(seen)  # once readers see the new batch they never see the old one again
    assert seen[-2:] == [2, 2]


def test_killed_at_each_step_prune_leaves_whole_versions_alone(killer: Killer, tmp_path: Path) -> None:
    step = 0
    while True:
        step += 1
        home = Home(tmp_path / str(step))
        for number in (1, 2, 3):
            build(home, number)
            publish(home, batch(number), NOW + timedelta(days=85 if number == 3 else 0))
        died = killer.dies("prune", step, home)
        assert readers_see(home) == (3, 3)
        for publication in publications(home):
            folder = home.published / f"v{publication.version}"
            assert sorted(fingerprint(folder)) == ["bank.duckdb", "batch.json", "warehouse.duckdb"]
        if not died:
            break
        build(home, 4)
        assert publish(home, batch(4), NOW).version == 4
        assert not list(home.published.glob(".*"))
    assert step > 6
    assert [p.version for p in publications(home)] == [3]


def test_killed_at_random_moments_publish_shows_one_whole_batch(tmp_path: Path) -> None:
    home = Home(tmp_path)
    build(home, 1, rows=400_000)
    publish(home, batch(1), NOW)
    build(home, 2, rows=400_000)
    moments = random.Random(8)
    killed = 0
    for _ in range(6):
        process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM], cwd=REPOSITORY, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            start_new_session=True,
        )  # fmt: skip
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(f"publish 0 {tmp_path}\n")
        process.stdin.flush()
        assert process.stdout.readline() == "begin\n"
        time.sleep(moments.uniform(0, 0.2))
        os.killpg(process.pid, signal.SIGKILL)
        killed += process.wait() == -signal.SIGKILL
        process.communicate()
        current = current_publication(home)
        assert current is not None
        number = int(current.batch_id, 16)
        assert readers_see(home) == (number, number)
    assert killed == 6
    publish(home, batch(2), NOW)
    assert readers_see(home) == (2, 2)
    assert not list(home.published.glob(".*"))

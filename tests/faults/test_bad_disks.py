"""A full or read-only disk, and files that rotted on it: told in a line with the remedy, readers undisturbed."""

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from orchestration.faults import machine_fault
from orchestration.home import Home
from orchestration.publishing import publications, publish
from tests.conftest import warehouse
from tests.faults.small_disk import SmallDisk, small_disk
from tests.unit.orchestration.made_build import NOW, batch, build, readers_see

ROWS = 200_000


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[SmallDisk]:
    with small_disk(tmp_path / "disk", 40_000_000) as found:
        if found is None:
            pytest.skip("mounting a tmpfs is not allowed here")
        yield found


def published_bytes(home: Home) -> dict[str, str]:
    paths = sorted(path for path in home.published.rglob("*") if path.is_file())
    return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


def test_publish_without_room_leaves_nothing_and_the_batch_stays(disk: SmallDisk) -> None:
    home = Home(disk.root)
    build(home, 1)
    publish(home, batch(1), NOW)
    build(home, 2, rows=ROWS)
    before = published_bytes(home)
    size = disk.used()
    told: list[str | None] = []
    for room in range(0, 8_000_000, 400_000):
        disk.remount(f"size={size + room}")
        try:
            publish(home, batch(2), NOW)
        except Exception as error:
            told.append(machine_fault(str(error), home.root))
        else:
            break
        assert published_bytes(home) == before
        assert readers_see(home) == (1, 1)
        assert not list(home.published.glob(".v*"))
    said = f"{home.root}: no space left on its disk; make room"
    assert all(line and line.startswith(said) for line in told)
    assert len(told) > 2
    assert readers_see(home) == (2, 2)
    assert [p.version for p in publications(home)] == [1, 2]


def test_read_only_home_can_be_read_and_says_what_to_do_when_written_to(disk: SmallDisk) -> None:
    home = Home(disk.root)
    build(home, 1)
    publish(home, batch(1), NOW)
    disk.remount("ro")
    for arguments in (["run", "--source", "demo"], ["publish", "--version", "1"], ["prune", "--keep", "1d"]):
        done = warehouse(home.root, *arguments)
        assert done.returncode == 3, done.stderr
        assert done.stderr.splitlines()[0].startswith(f"{home.root}: its file system is read-only; mount it")
        assert "Traceback" not in done.stderr
    assert warehouse(home.root, "status").returncode == 0
    assert readers_see(home) == (1, 1)


def two_versions(root: Path) -> Home:
    home = Home(root)
    for number in (1, 2):
        build(home, number)
        publish(home, batch(number), NOW)
    return home


def cut_batch(folder: Path) -> None:
    (folder / "batch.json").write_text('{"version": 2, "ba')


def lose_database(folder: Path) -> None:
    (folder / "bank.duckdb").unlink()


def cut_database(folder: Path) -> None:
    (folder / "bank.duckdb").chmod(0o644)
    with (folder / "bank.duckdb").open("r+b") as file:
        file.truncate(9_000)


@pytest.mark.parametrize("damage", [cut_batch, lose_database, cut_database])
def test_rotten_current_batch_is_told_with_the_remedy_and_one_can_go_back(
    tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    home = two_versions(tmp_path)
    damage(home.published / "v2")
    (home.checks).mkdir(parents=True)
    (home.checks / "marts.json").write_text('[{"succ')
    said = warehouse(tmp_path, "status")
    assert said.returncode == 0, said.stderr
    (line,) = (line for line in said.stdout.splitlines() if line.startswith("The current batch"))
    assert "published/v2" in line
    assert "go back with 'warehouse publish --version N', or run again" in line
    assert "marts.json was cut short" in said.stdout
    back = warehouse(tmp_path, "publish", "--version", "1")
    assert back.returncode == 0, back.stderr
    assert back.stdout.startswith(f"From v2 to v1, batch {batch(1).batch_id}, as of 2025-12-31")
    assert readers_see(home) == (1, 1)
    there_again = warehouse(tmp_path, "publish", "--version", "2")
    assert there_again.returncode == 3
    assert "published/v2" in there_again.stderr
    assert len(there_again.stderr.splitlines()) == 1
    assert readers_see(home) == (1, 1)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["publish", "--version", "9"], "v9 is not published; there are: v1, v2"),
        (["publish", "--version", "0"], "--version"),
        (["prune", "--keep", "30"], "write days as 30d or weeks as 8w"),
        (["prune", "--keep", "-1d"], "write days as 30d or weeks as 8w"),
    ],
)
def test_wrong_use_ends_with_2(tmp_path: Path, arguments: list[str], says: str) -> None:
    done = warehouse(two_versions(tmp_path).root, *arguments)
    assert done.returncode == 2
    assert says in " ".join(done.stderr.replace("│", " ").split())


def test_prune_says_what_it_removed(tmp_path: Path) -> None:
    home = two_versions(tmp_path)
    size = sum(path.lstat().st_size for path in (home.published / "v1").glob("b*"))
    done = warehouse(tmp_path, "prune", "--keep", "0d")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        f"Removed v1, published 2026-01-01T00:00:00+00:00: {size:,} bytes",
        f"1 versions older than 0d removed, {size:,} bytes",
    ]
    assert readers_see(home) == (2, 2)

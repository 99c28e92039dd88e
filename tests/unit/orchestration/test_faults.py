"""Faults of the machine are known by the texts that the system and the engines really give."""

from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from orchestration.faults import discard_build, is_damaged, machine_fault
from orchestration.home import Home
from tests.unit.orchestration.made_build import build


def flip_bytes(content: bytes) -> bytes:
    """Turn over what stands after the three headers."""
    return content[:12_288] + bytes(byte ^ 0xFF for byte in content[12_288:])


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: b"",
        lambda content: b"rubbish" * 9_000,
        lambda content: b"\0" * len(content),
        lambda content: content[:1_000],
        lambda content: content[:20_000],
        flip_bytes,
        lambda content: content[:12] + b"\xff" + content[13:],
    ],
    ids=["empty", "rubbish", "zeros", "header alone", "cut short", "flipped", "other version"],
)
def test_damaged_build_is_recognised_and_removed(tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    home = Home(tmp_path)
    build(home, 1)
    path = home.build_database(["demo"])
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(duckdb.Error) as found, duckdb.connect(str(path)) as connection:
        connection.execute("select sum(batch) from marts.summary").fetchall()
    assert is_damaged(str(found.value)), found.value
    assert discard_build(home, ["demo"]).startswith(f"{path} was damaged and is removed")
    assert not path.exists()


@pytest.mark.parametrize(
    "text",
    [
        "Catalog Error: Table with name x does not exist!",
        'IO Error: Could not read enough bytes from file "/home/raw/demo/customer/ab.parquet"',
        "IO Error: Could not write file: No space left on device",
    ],
)
def test_other_errors_never_cost_the_build(text: str) -> None:
    assert not is_damaged(text)


def test_full_and_read_only_disks_are_named_with_place_and_remedy(tmp_path: Path) -> None:
    for text in (
        "[Errno 28] No space left on device: '/x'",
        "(sqlite3.OperationalError) database or disk is full",
        "IO Error: Could not write file: No space left on device",
    ):
        assert (machine_fault(text, tmp_path) or "").startswith(f"{tmp_path}: no space left on its disk; make room")
    for text in (
        "[Errno 30] Read-only file system: '/x'",
        "(sqlite3.OperationalError) attempt to write a readonly database",
    ):
        assert (machine_fault(text, tmp_path) or "").startswith(f"{tmp_path}: its file system is read-only; mount it")
    assert machine_fault("Catalog Error: Table with name x does not exist!", tmp_path) is None
    assert machine_fault("(sqlite3.OperationalError) disk I/O error", tmp_path) is None  # with room: another fault

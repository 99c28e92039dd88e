"""A home has one writer and one secret."""

import json
import multiprocessing
import os
import stat
from pathlib import Path

import pytest

from orchestration.home import Home, HomeIsBusyError, source_set


def test_second_run_on_a_home_is_told_who_holds_it(tmp_path: Path) -> None:
    home = Home(tmp_path)
    context = multiprocessing.get_context("spawn")
    ready, leave = context.Event(), context.Event()
    holder = context.Process(target=_hold, args=(tmp_path, ready, leave))
    holder.start()
    assert ready.wait(30)
    with pytest.raises(HomeIsBusyError, match=f"process {holder.pid} is running"), home.lock():
        pass
    leave.set()
    holder.join()
    with home.lock():
        pass


def test_lock_of_a_killed_process_is_free(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    ready, leave = context.Event(), context.Event()
    holder = context.Process(target=_hold, args=(tmp_path, ready, leave))
    holder.start()
    assert ready.wait(30)
    holder.kill()
    holder.join()
    with Home(tmp_path).lock():
        pass


@pytest.mark.parametrize(
    "left", [b'{"pid": 999999999}', b'{"pid": 1}', b"", b"rubbish", b"[1]", b'{"pid": "x"}', b"\xff\xfe\x00", b'{"p']
)
def test_lock_file_of_a_dead_process_or_with_rubbish_in_it_is_free(tmp_path: Path, left: bytes) -> None:
    """What stands in the file only names the holder: the system knows whether there is one."""
    (tmp_path / "build").mkdir()
    (tmp_path / "build" / "lock").write_bytes(left)
    with Home(tmp_path).lock(), Home(tmp_path).lock():
        assert json.loads((tmp_path / "build" / "lock").read_text()) == {"pid": os.getpid()}
    assert (tmp_path / "build" / "lock").read_text() == ""


def test_held_lock_with_rubbish_in_it_is_still_held(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    ready, leave = context.Event(), context.Event()
    holder = context.Process(target=_hold, args=(tmp_path, ready, leave))
    holder.start()
    assert ready.wait(30)
    (tmp_path / "build" / "lock").write_bytes(b"\xffrubbish")
    with pytest.raises(HomeIsBusyError, match="process of unknown number is running"), Home(tmp_path).lock():
        pass
    leave.set()
    holder.join()


def test_secret_is_made_once_and_readable_by_the_owner_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WAREHOUSE_KEY_SECRET", raising=False)
    home = Home(tmp_path / "new")
    secret = home.key_secret()
    assert len(secret) == 64
    assert home.key_secret() == secret
    assert stat.S_IMODE((home.root / "key.secret").stat().st_mode) == 0o600
    monkeypatch.setenv("WAREHOUSE_KEY_SECRET", "given")
    assert home.key_secret() == "given"


def test_sources_have_one_name_in_any_order() -> None:
    assert source_set(["demo", "berka", "demo"]) == source_set(["berka", "demo"]) == "berka+demo"


def _hold(root: Path, ready, leave) -> None:  # type: ignore[no-untyped-def]
    with Home(root).lock():
        ready.set()
        leave.wait(60)

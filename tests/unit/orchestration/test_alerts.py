"""A failed run is told to a command of the user's choice."""

from pathlib import Path

import pytest

from orchestration.alerts import COMMAND, AlertError, send_alert


def test_message_reaches_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(COMMAND, f"cat > {tmp_path / 'alert'}")
    assert send_alert("run 7 failed: $(touch x) `y`")
    assert (tmp_path / "alert").read_text() == "run 7 failed: $(touch x) `y`"


def test_the_command_does_not_get_the_key_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAREHOUSE_KEY_SECRET", "s3cret-of-the-keys")
    monkeypatch.setenv(COMMAND, f"env > {tmp_path / 'environment'}")
    assert send_alert("run 7 failed")
    environment = (tmp_path / "environment").read_text()
    assert COMMAND in environment
    assert "s3cret-of-the-keys" not in environment


def test_without_a_command_nothing_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(COMMAND, raising=False)
    assert not send_alert("run 7 failed")


def test_a_command_that_fails_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(COMMAND, "exit 4")
    with pytest.raises(AlertError, match="ended with exit code 4"):
        send_alert("run 7 failed")

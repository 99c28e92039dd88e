"""Errors are told in our own words; what others say of them may quote a row, and is told by its kind."""

import contextlib
from collections.abc import Callable
from datetime import date
from pathlib import Path

import duckdb
import pytest

from orchestration.home import Home, HomeIsBusyError
from orchestration.messages import HINT, TRACES, StepError, told, told_by_dbt, values_withheld
from orchestration.publishing import roll_back

NAME = "Xeniah O'Quilt"


def raised(act: Callable[[], object]) -> Exception:
    with pytest.raises(Exception) as caught:  # noqa: PT011 each case has its own kind
        act()
    return caught.value


def test_our_own_words_are_told_as_they_are(tmp_path: Path) -> None:
    assert told(raised(lambda: roll_back(Home(tmp_path), 7))) == "nothing is published yet"
    assert told(HomeIsBusyError("home: process 7 is running on this home")) == "home: process 7 is running on this home"


@pytest.mark.parametrize(
    "act",
    [
        lambda: int(NAME),
        lambda: date.fromisoformat(NAME),
        lambda: {}[NAME],
        lambda: duckdb.execute("select cast(? as integer)", [NAME]).fetchall(),
    ],
)
def test_what_others_say_is_told_by_kind(act: Callable[[], object]) -> None:
    error = raised(act)
    assert NAME in str(error) or NAME.replace("'", "\\'") in str(error)
    text = told(error)
    assert not any(word in text for word in NAME.split())
    assert text.startswith(type(error).__name__) or text.startswith("Conversion Error")


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    assert str(tmp_path / "gone") in told(raised((tmp_path / "gone").read_text))


@pytest.mark.parametrize(
    ("message", "shown"),
    [
        (
            "Runtime Error in model dim_x (models/warehouse/dim_x.sql)\n"
            f'  Conversion Error: Could not convert string "{NAME}" to INT32\n\n  LINE 3: cast(name as int)',
            "Conversion Error: Could not convert string … to INT32",
        ),
        (f"Runtime Error in model m (models/m.sql)\n  unexpected {NAME}", f"Runtime Error: {HINT}"),
        ("Got 100 results, configured to fail if != 0", "Got 100 results, configured to fail if != 0"),
        (
            "Runtime Error in model m (models/m.py)\n  Python model failed:\n  Traceback (most recent call last):\n"
            f"    File \"m.py\", line 3\nValueError: could not convert string to float: '{NAME}'",
            f"ValueError: {HINT}",
        ),
    ],
)
def test_a_message_of_dbt_keeps_its_kind_and_no_value(message: str, shown: str) -> None:
    assert told_by_dbt(message) == shown


def test_a_step_hands_on_no_value_neither_as_cause_nor_as_context(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(TRACES, raising=False)
    with pytest.raises(StepError) as caught, values_withheld():
        int(NAME)
    assert not any(word in str(caught.value) for word in NAME.split())
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


def test_the_whole_error_is_shown_at_the_terminal_that_asks_for_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for asked in (False, True):
        monkeypatch.setenv(TRACES, "1") if asked else monkeypatch.delenv(TRACES, raising=False)
        with contextlib.suppress(StepError), values_withheld():
            int(NAME)
        assert ("Quilt" in capsys.readouterr().err) == asked

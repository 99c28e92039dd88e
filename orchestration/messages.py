"""What is told of an error: at the terminal, in alerts, in Dagster's event log and in dbt's. Never a value of a row.

An error of a library may quote what it could not read, so it is told by its kind. Our own words name files, tables,
columns and numbers of rows, and are told as they are.
"""

import os
import re
import sqlite3
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager

from expectations.engine_errors import engine_error

TRACES = "WAREHOUSE_TRACES"  # set by --debug: errors are shown in full at this terminal, and kept nowhere
OURS = ("orchestration", "expectations", "lifetime", "simulator")
HINT = "what it says may quote a row and is withheld; --debug shows it here"

# Python's own errors of these kinds name files, modules and settings.
_HARMLESS = (OSError, ImportError, MemoryError, sqlite3.Error)
# What Python says of a text that it could not read.
_QUOTING = re.compile(
    r"invalid literal for |could not convert |Invalid isoformat string|time data |substring not found"
)
_DBT_PLACE = re.compile(r"^\s*(\w+ Error)(?: in \w+ \S+ \(\S+\))?\n")
_DBT_HARMLESS = re.compile(r"(Compilation|Parsing|Contract|Dependency) Error\b|Got [\d,]+ results?, configured to ")
_TRACE = "Traceback (most recent call last)"
_RAISED = re.compile(r"^([A-Za-z_][\w.]*(?:Error|Exception|Warning|Interrupt)): ?(.*)", re.MULTILINE | re.DOTALL)


class StepError(RuntimeError):
    """A step failed; the message holds no value of a row and stands for the error that caused it."""


def told(error: BaseException) -> str:
    """What is told of an error: our own words as they are, those of others in one line."""
    text, name = " ".join(str(error).split()), type(error).__name__
    if _is_ours(error):
        return str(error).strip()
    if said := engine_error(str(error)):
        return said
    if isinstance(error, _HARMLESS):
        return f"{name}: {text}"
    return f"{name}{_place(error)}: {HINT}"


def told_by_dbt(message: str) -> str:
    """What is told of the message of a dbt node, in one line: the node's place is left out, the caller names it."""
    if _TRACE in message:  # a Python model
        raised = _RAISED.search(message, message.rindex(_TRACE))
        return (engine_error(raised[2]) or f"{raised[1]}: {HINT}") if raised else f"a Python error: {HINT}"
    if _DBT_HARMLESS.match(message.strip()):
        return " ".join(message.split())
    place = _DBT_PLACE.match(message)
    kind = place[1] if place else "an error"
    return engine_error(message[place.end() :] if place else message) or f"{kind}: {HINT}"


@contextmanager
def values_withheld() -> Iterator[None]:
    """Around a step: an error goes on as StepError, without its causes, so that what keeps it keeps no value."""
    try:
        yield
    except Exception as error:
        show("".join(traceback.format_exception(error)))
        raise StepError(told(error)).with_traceback(error.__traceback__) from None


def show(text: str) -> None:
    """Write what is withheld elsewhere to this terminal, where --debug asks for it."""
    if os.environ.get(TRACES):
        sys.stderr.write(f"{text}\n")


def _is_ours(error: BaseException) -> bool:
    """Whether the words are our own: an error class of ours, or a plain ValueError or RuntimeError that we raise."""
    if type(error).__module__.split(".")[0] in OURS:
        return True
    plain = type(error) in (ValueError, RuntimeError) and _raised_in(error).split(".")[0] in OURS
    return plain and not _QUOTING.match(str(error))


def _raised_in(error: BaseException) -> str:
    """The module in which an error was raised; of a call into C it is the module that called."""
    frames = [frame for frame, _ in traceback.walk_tb(error.__traceback__)]
    return str(frames[-1].f_globals.get("__name__", "")) if frames else ""


def _place(error: BaseException) -> str:
    """The innermost line of ours that an error passed."""
    lines = [
        f" ({frame.f_globals['__name__']}:{line})"
        for frame, line in traceback.walk_tb(error.__traceback__)
        if str(frame.f_globals.get("__name__", "")).split(".")[0] in OURS
    ]
    return lines[-1] if lines else ""

"""The files of the ledger: numbered, read-only, each with the SHA-256 of the one before.

A file appears whole or not at all, and never replaces another. The file `last` holds the hash of the last one, so that
an edit or removal at the end is noticed as well. Only one process appends at a time: the caller holds the home's lock.
"""

import hashlib
import os
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from orchestration.disk import flush

FIRST = "0" * 64  # what stands for the file before the first one
LAST, TEMPORARY = "last", "new"  # readers of the ledger take *.parquet
_NAME = re.compile(r"(\d{6,})-(\w+)\.parquet")
_LAST = re.compile(r"(\d+) ([0-9a-f]{64})\n")


class LedgerError(ValueError):
    """The ledger is not as it was written; names the file."""


@dataclass(frozen=True)
class Entry:
    """One file of the ledger."""

    number: int
    batch_id: str
    path: Path
    sha256: str


@dataclass(frozen=True)
class Place:
    """Where a new entry stands: its number, which attempt of its batch it is, and the hash of the entry before."""

    number: int
    attempt_number: int
    previous_sha256: str


def read_chain(folder: Path) -> list[Entry]:
    """All entries, oldest first, each of them as it was written.

    Raises:
        LedgerError: a file was changed, removed or added by hand.
    """
    entries = sorted((_entry(path) for path in folder.glob("*.parquet")), key=lambda entry: entry.number)
    previous = FIRST
    for number, entry in enumerate(entries, start=1):
        if entry.number != number:
            missing = f"{number:06d}-*.parquet"
            raise _broken(folder / missing if entry.number > number else entry.path, "is missing or stands twice")
        if _previous_hash(entry.path) != previous:
            raise _broken(entries[max(number - 2, 0)].path, "was changed")
        previous = entry.sha256
    _check_end(folder, entries)
    return entries


def append(folder: Path, batch_id: str, write: Callable[[Place, Path], None]) -> Entry:
    """Add an entry; `write` makes the file for its place at a temporary path.

    Raises:
        LedgerError: as for read_chain; nothing is added.
    """
    entries = read_chain(folder)
    folder.mkdir(parents=True, exist_ok=True)
    if entries:
        _write_end(folder, entries[-1])  # what a crash may have left undone: never two entries behind
    place = Place(
        number=len(entries) + 1,
        attempt_number=1 + sum(entry.batch_id == batch_id for entry in entries),
        previous_sha256=entries[-1].sha256 if entries else FIRST,
    )
    temporary = folder / TEMPORARY
    temporary.unlink(missing_ok=True)
    write(place, temporary)
    temporary.chmod(0o400)
    flush(temporary)
    path = folder / f"{place.number:06d}-{batch_id}.parquet"
    os.link(temporary, path)  # never replaces a file
    flush(folder)
    temporary.unlink()
    entry = _entry(path)
    _write_end(folder, entry)
    return entry


def _entry(path: Path) -> Entry:
    named = _NAME.fullmatch(path.name)
    if named is None:
        raise _broken(path, "is no file of the ledger")
    return Entry(int(named[1]), named[2], path, hashlib.sha256(path.read_bytes()).hexdigest())


def _previous_hash(path: Path) -> str | None:
    try:
        found = duckdb.execute("SELECT previous_sha256 FROM read_parquet(?) LIMIT 1", [str(path)]).fetchone()
    except duckdb.Error as error:
        raise _broken(path, "cannot be read") from error
    return str(found[0]) if found else None


def _check_end(folder: Path, entries: Sequence[Entry]) -> None:
    """The last entry must be the one that `last` names; a crash may have left `last` one entry behind."""
    path = folder / LAST
    known = _LAST.fullmatch(path.read_text() if path.exists() else f"0 {FIRST}\n")
    if known is None or int(known[1]) < len(entries) - 1:
        raise _broken(path, "is missing or was changed")
    number = int(known[1])
    if number > len(entries):
        raise _broken(folder / f"{len(entries) + 1:06d}-*.parquet", "is missing")
    if number and entries[number - 1].sha256 != known[2]:
        raise _broken(entries[number - 1].path, "was changed")


def _write_end(folder: Path, entry: Entry) -> None:
    temporary = folder / TEMPORARY
    temporary.unlink(missing_ok=True)  # it may be another name of an entry that a crash left
    temporary.write_text(f"{entry.number} {entry.sha256}\n")
    flush(temporary)
    temporary.replace(folder / LAST)
    flush(folder)


def _broken(path: Path, what: str) -> LedgerError:
    return LedgerError(
        f"{path}: this file of the batch ledger {what}; bring the folder back from a backup, "
        "or move it away to begin a new ledger"
    )

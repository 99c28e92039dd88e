"""Faults of the machine, as the texts of the system, of DuckDB and of SQLite name them, and what to do about them."""

import re
import shutil
from collections.abc import Sequence
from pathlib import Path

from orchestration.home import Home

ENOUGH = 4_000_000  # bytes; SQLite says 'disk I/O error' of a full disk too
NO_ROOM = re.compile(r"No space left on device|(?:database or )?disk is full|Disk quota exceeded", re.IGNORECASE)
READ_ONLY = re.compile(r"Read-only file system|attempt to write a readonly database", re.IGNORECASE)
DAMAGED = re.compile(
    r'Corrupt database file|Could not read enough bytes from file "[^"]*\.duckdb|not a valid DuckDB database file|'
    r"replaying WAL|Trying to read a database file with version|Failed to deserialize|Serialization Error"
)


def machine_fault(text: str, root: Path) -> str | None:
    """One line about a home without room or on a read-only disk, with the remedy; None where a text names neither."""
    is_full = "disk I/O error" in text and shutil.disk_usage(root).free < ENOUGH
    if is_full or NO_ROOM.search(text):
        return (
            f"{root}: no space left on its disk; make room ('warehouse prune --keep 30d' removes old published "
            "versions), then run again"
        )
    if READ_ONLY.search(text):
        return (
            f"{root}: its file system is read-only; mount it for writing, or set WAREHOUSE_HOME to another folder, "
            "then run again"
        )
    return None


def is_damaged(text: str) -> bool:
    """Whether the text of an error says that a database file is not whole."""
    return DAMAGED.search(text) is not None


def discard_build(home: Home, sources: Sequence[str]) -> str:
    """Remove a build database that is not whole: all of it is built anew from raw. Returns a line that says so."""
    database = home.build_database(sources)
    shutil.rmtree(database.parent, ignore_errors=True)
    return f"{database} was damaged and is removed: it is built anew from the raw zone"

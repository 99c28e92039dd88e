"""Names, texts and paths inside SQL."""

from __future__ import annotations

import re
from pathlib import Path


def literal(value: str | Path) -> str:
    """A text in quotes."""
    return "'" + str(value).replace("'", "''") + "'"


def name(column: str) -> str:
    """A column name in quotes."""
    return '"' + column.replace('"', '""') + '"'


def pattern(path: Path) -> str:
    """A path in quotes, written so that it finds this file alone where patterns are allowed."""
    return literal(re.sub(r"([*?\[])", r"[\1]", str(path)))

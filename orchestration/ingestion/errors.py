"""What can go wrong while files are taken in: a run that cannot go on, or one file that is held back."""

from __future__ import annotations

from typing import Literal

Reason = Literal["row_count_mismatch", "control_total_mismatch", "missing_column", "unreadable", "missing_file"]


class IngestionError(Exception):
    """The run cannot go on. The message is one line: where, what is wrong, what to do."""


class DeclarationError(IngestionError):
    """A connector or a manifest cannot be used. The message names file, field and remedy."""


class HeldBackError(Exception):
    """One file stays out of the raw zone; everything else goes on."""

    def __init__(self, reason: Reason, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail


def one_line(error: BaseException) -> str:
    """The first line of an error's text, without a trailing full stop."""
    lines = str(error).strip().splitlines() or [type(error).__name__]
    return lines[0].rstrip(".")

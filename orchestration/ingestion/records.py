"""Telling sound CSV records from lines that are not records.

The quick way, DuckDB's strict parser, stops at the first such line. This is the careful way: sound records go
into a clean file, the other lines are rejected one by one. In the clean file a marker holds the place of each
reject, so that rows keep their ordinals.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import BinaryIO

from orchestration.ingestion.transcode import readable_text

LONGEST_QUOTED_RECORD = 2_000_000  # characters; DuckDB's own limit, a quote open for longer is a stray one
OPENING = re.compile(r' ?"')  # one space before a quote is DuckDB's way too
QUOTED = re.compile(r'[^"]*(?:""[^"]*)*')
CLOSING = re.compile(r" *")
LINE_END = re.compile(r"[\r\n]*\Z")


@dataclass(slots=True)
class Separation:
    """Where a file is separated into: a clean file of rows and markers, and a file of rejects."""

    sound: BinaryIO
    rejects: BinaryIO
    delimiter: str = ","
    marker: str = field(default_factory=lambda: secrets.token_hex(16))
    parsed: int = 0
    rejected: int = 0
    longest: int = 0  # bytes of the longest line in either file

    def accept(self, content: str, rows: int = 1) -> None:
        """Write a row, or so many rows; raises UnicodeEncodeError, and writes nothing, where they are not text."""
        written = f"{content or self.delimiter}\n".encode()
        self.sound.write(written)
        self.parsed += rows
        self.longest = max(self.longest, len(written))

    def reject(self, number: int, reason: str, line: str) -> None:
        """Write a reject: line number, reason, text."""
        text = quoted([readable_text(line)], ",")
        written = f"{number},{reason},{text}\n".encode(errors="backslashreplace")
        self.rejects.write(written)
        self.sound.write(f"{self.marker}\n".encode())
        self.rejected += 1
        self.longest = max(self.longest, len(written))


@dataclass(frozen=True, slots=True)
class _Record:
    """One record: the lines that it took, and its fields, or None where its quotes are broken."""

    lines: list[str]
    fields: list[str] | None


class Lines:
    """The lines of a file, counted from 1, of which some can be given back to be read again."""

    def __init__(self, blocks: Iterable[list[str]]) -> None:
        self._blocks = iter(blocks)
        self._waiting: list[str] = []  # the next line is the last one
        self.number = 0

    def take(self) -> str | None:
        """The next line."""
        if not self._waiting:
            self._waiting = next(self._blocks, [])[::-1]
        if not self._waiting:
            return None
        self.number += 1
        return self._waiting.pop()

    def take_block(self) -> list[str]:
        """The next lines, as many as are at hand; none at the end of the file."""
        block = self._waiting[::-1] or next(self._blocks, [])
        self._waiting = []
        self.number += len(block)
        return block

    def give_back(self, lines: list[str]) -> None:
        """Lines to be taken again, in their order."""
        self._waiting.extend(reversed(lines))
        self.number -= len(lines)


def quoted(values: Iterable[str | None], delimiter: str) -> str:
    """One line of a clean file: every text in quotes, None as nothing."""
    return delimiter.join("" if v is None else '"' + v.replace('"', '""') + '"' for v in values)


def separate_records(blocks: Iterable[list[str]], width: int, into: Separation) -> None:
    """Tell sound records from lines that are none; the first record is the header and goes nowhere.

    A record has `width` fields; more delimiters at its end, with nothing behind them, are ignored.
    Broken quotes cost one line: the lines after it are judged by themselves. Blank lines are no records
    unless the file has a single column.
    """
    lines = Lines(blocks)
    read_record(lines, into.delimiter)
    while block := lines.take_block():
        if not _accept_block(block, width, into):
            end = lines.number
            lines.give_back(block)
            while lines.number < end:
                _separate_record(lines, width, into)


def _accept_block(block: list[str], width: int, into: Separation) -> bool:
    """Write all lines at once where every one is a sound record without quotes."""
    if {line.count(into.delimiter) for line in block} != {width - 1}:
        return False
    text = "".join(block).replace("\r\n", "\n").removesuffix("\n")
    if '"' in text or "\r" in text:
        return False
    try:
        into.accept(text, rows=len(block))
    except UnicodeEncodeError:
        return False
    return True


def _separate_record(lines: Lines, width: int, into: Separation) -> None:
    number, delimiter = lines.number + 1, into.delimiter
    line = lines.take() or ""
    taken, content, reason = [line], None, "wrong_column_count"
    if '"' not in line:
        text = line.rstrip("\r\n")
        if not text and width > 1:
            return
        found = line.count(delimiter)
        if found >= width - 1 and text.endswith(delimiter * (found - width + 1)):
            content = text
    else:
        lines.give_back(taken)
        record = _whole_record(lines, delimiter, width)
        taken = record.lines
        if record.fields is None:
            reason = "broken_quotes"
        elif _fits(record.fields, width):
            content = quoted((value or None for value in record.fields[:width]), delimiter)
    try:
        if content is not None:
            into.accept(content)
            return
        "".join(taken).encode()
    except UnicodeEncodeError:
        reason = "invalid_encoding"
    into.reject(number, reason, "".join(taken))


def read_record(lines: Lines, delimiter: str) -> _Record:
    """The next record, over as many lines as its quotes stay open; no fields where a quote is broken."""
    line = lines.take()
    if line is None:
        return _Record([], None)
    unquoted = _unquoted(delimiter)
    taken, fields, at, size = [line], [], 0, len(line)
    while True:
        if opening := OPENING.match(line, at):
            at, pieces = opening.end(), []
            while True:
                piece = _matched(QUOTED, line, at)
                pieces.append(piece)
                at += len(piece)
                if at < len(line):
                    break
                following = lines.take() if size <= LONGEST_QUOTED_RECORD else None
                if following is None:
                    return _Record(taken, None)
                taken.append(following)
                line, at, size = following, 0, size + len(following)
            at += 1
            at += len(_matched(CLOSING, line, at))
            fields.append("".join(pieces).replace('""', '"'))
        else:
            value = _matched(unquoted, line, at)
            at += len(value)
            fields.append(value)
        if LINE_END.match(line, at):
            return _Record(taken, fields)
        if line[at] != delimiter:
            return _Record(taken, None)
        at += 1


def _whole_record(lines: Lines, delimiter: str, width: int) -> _Record:
    """The next record, cut to its first line where a stray quote made it swallow the lines after it."""
    record = read_record(lines, delimiter)
    following = record.lines[1:]
    stray = record.fields is None or (
        not _fits(record.fields, width) and bool(following) and _stands_alone(following[0], delimiter, width)
    )
    if not stray:
        return record
    lines.give_back(following)
    return _Record(record.lines[:1], None)


def _stands_alone(line: str, delimiter: str, width: int) -> bool:
    fields = read_record(Lines([[line]]), delimiter).fields
    return fields is not None and _fits(fields, width)


def _fits(fields: list[str], width: int) -> bool:
    return len(fields) >= width and not any(fields[width:])


def _matched(pattern: re.Pattern[str], text: str, at: int) -> str:
    found = pattern.match(text, at)
    return found.group() if found else ""


def _unquoted(delimiter: str) -> re.Pattern[str]:
    return re.compile(f"[^{re.escape(delimiter)}\r\n]*")

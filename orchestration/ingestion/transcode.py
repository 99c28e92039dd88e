"""Delivered bytes to UTF-8 text, whatever their encoding and compression."""

from __future__ import annotations

import codecs
import gzip
import io
import re
import zlib
from collections.abc import Generator, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from orchestration.ingestion.declaration import FileForm
from orchestration.ingestion.errors import HeldBackError, one_line

CHUNK = 1 << 20  # bytes
BLOCK = 1 << 14  # characters of whole lines
BYTE_ORDER_MARK = "\ufeff"
SPACED_QUOTES = re.compile(rb'" +"')
SEAM = 256  # bytes at the edge of two chunks that are looked at together
ESCAPED_BYTE = re.compile("[\udc80-\udcff]")


class UndecodableError(Exception):
    """Some byte of the file is not text in the declared encoding."""


@dataclass(frozen=True, slots=True)
class PlainText:
    """A file of UTF-8 text; `line_end` is LF or CR LF, None where only the careful way can read its lines.

    That is so where line ends differ, and where a quote follows a quote and spaces: DuckDB then drops both quotes.
    """

    path: Path
    line_end: str | None


@dataclass(slots=True)
class _Lines:
    """What a stream of bytes shows of its lines."""

    line_feeds: int = 0
    returns: int = 0
    pairs: int = 0
    spaced_quotes: bool = False
    last: bytes = b""

    def see(self, chunk: bytes) -> None:
        self.line_feeds += chunk.count(b"\n")
        self.returns += chunk.count(b"\r")
        self.pairs += chunk.count(b"\r\n") + (self.last[-1:] == b"\r" and chunk[:1] == b"\n")
        self.spaced_quotes |= bool(SPACED_QUOTES.search(chunk) or SPACED_QUOTES.search(self.last + chunk[:SEAM]))
        self.last = chunk[-SEAM:] or self.last

    @property
    def end(self) -> str | None:
        if self.spaced_quotes or (self.returns and not self.returns == self.line_feeds == self.pairs):
            return None
        return "\r\n" if self.returns else "\n"


def plain_text(path: Path, shown: str, form: FileForm, target: Path) -> PlainText:
    """The file uncompressed and in UTF-8: itself where it already is, else `target`, which is written.

    UTF-8 bytes are passed on unseen, the parser looks at them. Raises UndecodableError at the first byte that is
    not text in another encoding, and HeldBackError where the file cannot be read.
    """
    seen = _Lines()
    if form.compression == "none" and _is_utf8(form):
        for chunk in _chunks(path, shown, form):
            seen.see(chunk)
        return PlainText(path, seen.end)
    with target.open("wb") as out:
        for chunk in _decoded(path, shown, form):
            seen.see(chunk)
            out.write(chunk)
    return PlainText(target, seen.end)


def read_blocks(path: Path, shown: str, form: FileForm) -> Generator[list[str], None, None]:
    """The lines of the file with their ends, some at a time; undecodable bytes stand in them as lone surrogates.

    A byte order mark is left out. A line ends with LF, CR LF or CR.
    """
    encoding = "utf-8-sig" if _is_utf8(form) else form.encoding
    with _opened(path, shown, form) as raw:
        text = io.TextIOWrapper(raw, encoding=encoding, errors="surrogateescape", newline="")
        try:
            if first := text.readline():
                yield [first.removeprefix(BYTE_ORDER_MARK)]
            while block := text.readlines(BLOCK):
                yield block
        except (OSError, EOFError, zlib.error) as error:
            raise _unreadable(shown, form, error) from error


def readable_text(line: str) -> str:
    r"""A line without its end, undecodable bytes written as \xNN."""
    return ESCAPED_BYTE.sub(lambda byte: f"\\x{ord(byte.group()) - 0xDC00:02x}", line.rstrip("\r\n"))


def _is_utf8(form: FileForm) -> bool:
    return codecs.lookup(form.encoding).name in ("utf-8", "utf-8-sig", "ascii")


def _chunks(path: Path, shown: str, form: FileForm) -> Iterator[bytes]:
    with _opened(path, shown, form) as raw:
        try:
            while chunk := raw.read(CHUNK):
                yield chunk
        except (OSError, EOFError, zlib.error) as error:
            raise _unreadable(shown, form, error) from error


def _decoded(path: Path, shown: str, form: FileForm) -> Iterator[bytes]:
    if _is_utf8(form):
        yield from _chunks(path, shown, form)
        return
    decoder = codecs.getincrementaldecoder(form.encoding)("strict")
    try:
        for chunk in _chunks(path, shown, form):
            yield decoder.decode(chunk).encode()
        yield decoder.decode(b"", True).encode()
    except UnicodeError as error:
        raise UndecodableError from error


def _opened(path: Path, shown: str, form: FileForm) -> closing[BinaryIO]:
    try:
        if form.compression == "gzip":
            return closing(cast(BinaryIO, gzip.GzipFile(path)))
        return closing(path.open("rb"))
    except OSError as error:
        raise _unreadable(shown, form, error) from error


def _unreadable(shown: str, form: FileForm, error: Exception) -> HeldBackError:
    if isinstance(error, OSError) and error.errno is not None:
        return HeldBackError("unreadable", f"{shown}: {error.strerror}; make the file readable and run again")
    what = "the gzip stream is broken" if form.compression == "gzip" else "the file is broken"
    return HeldBackError(
        "unreadable", f"{shown}: {what} ({one_line(error)}); deliver the whole file again and run again"
    )

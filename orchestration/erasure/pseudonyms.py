"""What stands for a person that nobody can name any more: keyed hashes, and finding a text by its hash alone.

HMAC-SHA256 (RFC 2104) of the home's key secret: whoever lacks the secret can neither compute nor try a number.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

ERASED = "(erased)"
PREFIX = "erased-"
WORD = "[0-9A-Za-z]"
CLASSES = {"0": "[0-9]", "a": r"[\x00-/:-\x7f]", "u": r"[^\x00-\x7f]"}
BARE_NUMBER = re.compile(r"[+-]?[0-9.,]+")
NOTHING = "a^"  # a pattern that no text matches
BARE_DIGITS = 15  # a longer number than amounts and counters are


@dataclass(frozen=True, slots=True)
class Pseudonyms:
    """The hashes of one source."""

    secret: str
    source: str

    def number(self, subject: str, number: str) -> str:
        """What stands in the place of a customer's or an account's number: `erased-` and 16 hex digits."""
        return PREFIX + self._hash(f"{self.source}|{subject}|{number}")[:16]

    def text(self, text: str) -> str:
        """The hash of a text, whatever its case."""
        return self._hash(f"{self.source}|text|{text.lower()}")[:32]

    def key(self, customer_key: int) -> str:
        """The hash of a customer_key, by which an erased customer is known again."""
        return self._hash(f"{self.source}|key|{customer_key}")[:32]

    def check(self) -> str:
        """A value that another secret would not give."""
        return self._hash(f"{self.source}|check")[:16]

    def _hash(self, message: str) -> str:
        return hmac.digest(self.secret.encode(), message.encode("utf-8", "surrogatepass"), "sha256").hex()


def shape_of(text: str) -> str:
    """Which characters are digits (0), other ASCII (a) and others (u): enough to look for a text without knowing it."""
    return "".join("0" if c in "0123456789" else "a" if c.isascii() else "u" for c in text.lower())


def shape_pattern(shape: str) -> str:
    """A shape as a regular expression, for Python and for DuckDB."""
    return "".join(f"{CLASSES[kind]}{{{len(list(run))}}}" for kind, run in groupby(shape))


@dataclass(frozen=True, slots=True)
class Finder:
    """Finds texts whose hashes are known, inside others, between word boundaries (of ASCII letters and digits)."""

    pseudonyms: Pseudonyms
    digests: frozenset[str]
    shapes: tuple[str, ...]
    patterns: tuple[re.Pattern[str], ...]

    @classmethod
    def of(cls, pseudonyms: Pseudonyms, texts: Iterable[tuple[str, str]]) -> Finder:
        """A finder of the texts given as shape and hash."""
        known = list(texts)
        shapes = tuple(sorted({shape for shape, _ in known}))
        begin, end = f"(?:(?<!{WORD})|(?!{WORD}))", f"(?:(?!{WORD})|(?<!{WORD}))"
        patterns = tuple(re.compile(f"{begin}(?=({shape_pattern(shape)}){end})") for shape in shapes)
        return cls(pseudonyms, frozenset(digest for _, digest in known), shapes, patterns)

    @property
    def sql_pattern(self) -> str:
        """A regular expression that every text with a match matches; most others do not."""
        return "|".join(shape_pattern(shape) for shape in self.shapes) or NOTHING

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Where the texts stand."""
        hashes: dict[str, bool] = {}
        for pattern in self.patterns:
            for match in pattern.finditer(text):
                found = match.group(1)
                if found not in hashes:
                    hashes[found] = self.pseudonyms.text(found) in self.digests
                if hashes[found]:
                    yield match.span(1)

    def is_in(self, text: str) -> bool:
        return any(True for _ in self.spans(text))

    def without(self, text: str) -> str:
        """The text with every match replaced."""
        kept, at = [], 0
        for begin, end in sorted(self.spans(text)):
            if begin >= at:
                kept.append(text[at:begin] + ERASED)
            at = max(at, end)
        return "".join(kept) + text[at:]


def may_be_any_number(text: str) -> bool:
    """Whether a text is a number that may just as well be an amount or the number of something else."""
    return len(text) < BARE_DIGITS and BARE_NUMBER.fullmatch(text) is not None

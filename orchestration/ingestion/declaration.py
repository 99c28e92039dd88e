"""Typed reading of what people and source systems declare: connector.toml and manifest.json."""

from __future__ import annotations

import codecs
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from orchestration.ingestion.errors import DeclarationError

FORMATS = ("csv", "jsonl", "parquet")
COMPRESSIONS = ("none", "gzip")
FORM_FIELDS = ("format", "delimiter", "encoding", "compression")
TABLE_NAME = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True, slots=True)
class FileForm:
    """How a delivered file is written. `delimiter` matters for csv, `encoding` for csv and jsonl."""

    format: str = "csv"
    delimiter: str = ","
    encoding: str = "utf-8"
    compression: str = "none"


@dataclass(frozen=True, slots=True)
class Declaration:
    """A mapping from a file that a person or a system wrote; every error names file, field and remedy."""

    path: str
    values: Mapping[str, object]
    at: str = ""

    def error(self, key: str, problem: str, remedy: str) -> DeclarationError:
        field = f"{self.at}{key}" if key else self.at.rstrip(".")
        return DeclarationError(f"{self.path}: {field}: {problem}; {remedy}")

    def allow_only(self, keys: Collection[str]) -> None:
        for key in self.values:
            if key not in keys:
                raise self.error(key, "is not a known field", f"remove it or use one of {', '.join(keys)}")

    def text(self, key: str, default: str | None = None) -> str:
        value = default if self.values.get(key) is None else self.values[key]  # JSON may say null for absent
        if not isinstance(value, str) or not value:
            raise self.error(key, f"must be a text, is {_shown(value)}", f'write {key} as "..."')
        return value

    def name(self, key: str) -> str:
        """A name that is also a folder: lower case letters, digits, underscores."""
        value = self.text(key)
        if not TABLE_NAME.fullmatch(value):
            raise self.error(key, f"{_shown(value)} is not a name", "use lower case letters, digits and underscores")
        return value

    def choice(self, key: str, allowed: Sequence[str], default: str | None = None) -> str:
        value = self.text(key, default)
        if value not in allowed:
            raise self.error(key, f"{_shown(value)} is not known", f"use one of {', '.join(allowed)}")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        value = self.values.get(key)
        if not isinstance(value, list) or not value or not all(isinstance(v, str) and v for v in value):
            raise self.error(key, f"must be a list of names, is {_shown(value)}", f'write {key} as ["...", "..."]')
        if len({name.lower() for name in value}) < len(value):
            raise self.error(key, "names a column twice", "remove the repetition")
        return tuple(value)

    def day(self, key: str) -> date:
        value = self.values.get(key)
        if type(value) is date:
            return value
        if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
            try:
                return date.fromisoformat(value)
            except ValueError:
                pass
        raise self.error(key, f"must be a date, is {_shown(value)}", f"write {key} as YYYY-MM-DD")

    def count(self, key: str) -> int | None:
        value = self.values.get(key)
        if value is None:
            return None
        if type(value) is not int or value < 0:
            raise self.error(key, f"must be a whole number, is {_shown(value)}", "write the number of data records")
        return value

    def decimal(self, key: str) -> Decimal | None:
        value = self.values.get(key)
        if value is None:
            return None
        if isinstance(value, str | int | Decimal) and not isinstance(value, bool):
            try:
                number = Decimal(value)
            except InvalidOperation:
                number = Decimal("NaN")
            if number.is_finite():
                return number
        raise self.error(key, f"must be a decimal number, is {_shown(value)}", f'write {key} as "123.45"')

    def part(self, key: str, default: Mapping[str, object] | None = None) -> Declaration:
        value = self.values.get(key, default)
        if not isinstance(value, Mapping):
            raise self.error(key, f"must be a section, is {_shown(value)}", f"write a section {key}")
        return Declaration(self.path, value, f"{self.at}{key}.")

    def parts(self, key: str) -> list[Declaration]:
        value = self.values.get(key)
        if not isinstance(value, list) or not all(isinstance(v, Mapping) for v in value):
            raise self.error(key, f"must be a list of objects, is {_shown(value)}", f"write {key} as [{{...}}]")
        return [Declaration(self.path, item, f"{self.at}{key}[{n}].") for n, item in enumerate(value)]

    def form(self, default: FileForm) -> FileForm:
        """The form of a file, with what is not declared taken from `default`."""
        delimiter = self.text("delimiter", default.delimiter)
        if len(delimiter) != 1 or delimiter in '"\r\n ':
            raise self.error("delimiter", f"{_shown(delimiter)} cannot separate fields", "use one character")
        encoding = self.text("encoding", default.encoding)
        try:
            codecs.decode(b"", encoding, "strict")
            "".encode(encoding)
        except LookupError:
            raise self.error(
                "encoding", f"{_shown(encoding)} is not known", "use utf-8, utf-8-sig, gb18030 or latin-1"
            ) from None
        return FileForm(
            format=self.choice("format", FORMATS, default.format),
            delimiter=delimiter,
            encoding=encoding,
            compression=self.choice("compression", COMPRESSIONS, default.compression),
        )


def _shown(value: object) -> str:
    return "missing" if value is None else repr(value)

"""JSON lines as delivered: one object per line, numbers with the digits they were written with."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import NoReturn

from orchestration.ingestion.records import Separation, quoted


class _Number(str):
    """The text of a JSON number."""


def separate_objects(source: Iterable[str], into: Separation) -> list[str]:
    """Tell lines that are a JSON object from lines that are not; returns the keys in the order they appear in.

    Rows written before a key first appeared are shorter than those after it. Blank lines are no records.
    """
    columns: list[str] = []
    known: set[str] = set()
    for number, line in enumerate(source, start=1):
        if not line.strip():
            continue
        try:
            values = _object(line)
            new = [key for key in values if key not in known]
            "".join(new).encode()
            into.accept(quoted((values.get(key) for key in (*columns, *new)), into.delimiter))
        except UnicodeEncodeError:
            into.reject(number, "invalid_encoding", line)
        except (ValueError, RecursionError):
            into.reject(number, "not_json", line)
        else:
            known.update(new)
            columns.extend(new)
    return columns


def _object(line: str) -> dict[str, str | None]:
    values = TEXTS.decode(line.strip())
    if not isinstance(values, dict):
        raise ValueError("not an object")
    if any(not isinstance(value, str | None) for value in values.values()):
        values = {key: _text(value) for key, value in NUMBERS.decode(line.strip()).items()}
    return values


def _text(value: object) -> str | None:
    return value if isinstance(value, str | None) else _json(value)


def _json(value: object) -> str:
    """JSON text of a nested value; numbers keep their digits."""
    if isinstance(value, dict):
        return "{" + ",".join(f"{_json(key)}:{_json(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ",".join(_json(item) for item in value) + "]"
    return str(value) if isinstance(value, _Number) else json.dumps(value, ensure_ascii=False)


def _without_repetition(pairs: list[tuple[str, object]]) -> dict[str, object]:
    values = dict(pairs)
    if len(values) < len(pairs):
        raise ValueError("a key stands twice in one object")
    return values


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


TEXTS = json.JSONDecoder(
    parse_int=str, parse_float=str, parse_constant=_no_number, object_pairs_hook=_without_repetition
)
NUMBERS = json.JSONDecoder(
    parse_int=_Number, parse_float=_Number, parse_constant=_no_number, object_pairs_hook=_without_repetition
)

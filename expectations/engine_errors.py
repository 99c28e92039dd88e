"""What of an engine's error may be told: its kind and the names in it, never the value that it quotes.

A value can stand in such an error in many ways, in quotes or without, over several lines. So nothing is cut out of
the text: what may be told is picked from it, and all else is withheld.
"""

import re
from itertools import groupby

WITHHELD = "…"

# Errors about the query or the machine: they quote names, files and sizes, no value of a row.
_HARMLESS = ("Binder", "Catalog", "Connection", "Dependency", "IO", "Not implemented", "Out of Memory", "Parser")
_OTHERS = (
    "Constraint",
    "Conversion",
    "Interrupt",
    "Invalid Input",
    "Invalid Type",
    "INTERNAL",
    "Mismatch Type",
    "Out of Range",
    "Permission",
    "Sequence",
    "Serialization",
    "Settings",
    "Syntax",
    "Transaction",
    "TransactionContext",
)
_KIND = re.compile(rf"(?:^|(?<=[\s(]))({'|'.join(sorted(_HARMLESS + _OTHERS, key=len, reverse=True))}) Error: ")
_STATEMENT = re.compile(r"\s*(?:\bLINE \d+:|\[SQL: ).*", re.DOTALL)  # the engine repeats the statement below its error
_TYPE = (
    r"(?:DECIMAL\(\d+,\d+\)|U?(?:TINY|SMALL|BIG|HUGE)INT|U?INT(?:8|16|32|64|128)?|INTEGER|DATE|BOOL(?:EAN)?|DOUBLE"
    r"|FLOAT|TIMESTAMP(?: WITH TIME ZONE)?|TIME|INTERVAL|VARCHAR|STRING|UUID|JSON)(?:\[\])?"
)

# Wording of DuckDB itself. The names of columns and types in it come from the statement.
_WORDING = re.compile(
    rf"""
    (?i:could\ not\ convert\ string) | (?i:could\ not\ parse\ string) | Could\ not\ cast\ value
    | (?<=\ )to\ (?:(?:the\ destination\ )?type\ )?{_TYPE}(?![\w(])
    | invalid\ (?:date|time|timestamp)\ field\ format | (?:date|time|timestamp)\ field\ value\ out\ of\ range
    | (?:the\ )?value\ is\ out\ of\ range | according\ to\ format\ specifier
    | Overflow\ in\ \w+\ of\ {_TYPE}(?=\ \()
    | Malformed\ JSON
    | (?i:duplicate\ key) | violates\ (?:unique|primary\ key|foreign\ key)\ constraint
    | ^NOT\ NULL\ constraint\ failed:\ [\w.]+$ | CHECK\ constraint\ failed
    | More\ than\ one\ row\ returned\ by\ a\ subquery\ used\ as\ an\ expression
    | (?<=["'\])A-Z0-9]\ )when\ casting\ from\ source\ column\ \w+$
    """,
    re.VERBOSE,
)


def engine_error(text: str) -> str | None:
    """DuckDB's error in a text, in one line and without any value of a row; None where there is none.

    >>> engine_error("Conversion Error: Could not convert string 'Ann' to INT32 when casting from source column a")
    'Conversion Error: Could not convert string … to INT32 when casting from source column a'
    """
    found = _KIND.search(text)
    if not found:
        return None
    kind = f"{found[1]} Error"
    said = _STATEMENT.sub("", text[found.end() :]).strip()
    if found[1] in _HARMLESS:
        return f"{kind}: {' '.join(said.split())}"
    told, end = [], 0
    for wording in _WORDING.finditer(said):
        told += [WITHHELD] if wording.start() > end + 1 else []
        told.append(wording.group())
        end = wording.end()
    told += [WITHHELD] if end < len(said) else []
    return f"{kind}: {' '.join(part for part, _ in groupby(told))}"

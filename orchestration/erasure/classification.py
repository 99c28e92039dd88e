"""Which columns of delivered tables are personal, as the base models of the dbt project say."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

IDENTIFIER, DIRECT, FREE_TEXT = "identifier", "direct_identifier", "free_text"
CUSTOMER, ACCOUNT = "customer", "account"
PSEUDONYM = "surrogate_key"


@dataclass(frozen=True, slots=True)
class PersonalColumn:
    """A personal column: its name in the file and in the warehouse, its class, and whom it stands for.

    `subject` is customer, account or employee on an identifier, and on a direct identifier that belongs to one of
    them by its nature (a name or national id does, a telephone number is shared by families).
    """

    raw: str
    name: str
    pii_class: str
    masking: str
    subject: str | None

    @property
    def is_number(self) -> bool:
        """A number of the source that a pseudonym can stand for: the row is about its bearer."""
        return self.pii_class == IDENTIFIER and self.masking == PSEUDONYM


@dataclass(frozen=True, slots=True)
class Table:
    """The personal columns of a table of a source."""

    columns: tuple[PersonalColumn, ...] = ()

    def numbers(self, subject: str) -> tuple[PersonalColumn, ...]:
        """The numbers of its customers, or of its accounts."""
        return tuple(column for column in self.columns if column.is_number and column.subject == subject)

    def of_class(self, pii_class: str) -> tuple[PersonalColumn, ...]:
        """The columns of a class."""
        return tuple(column for column in self.columns if column.pii_class == pii_class)


Tables = dict[str, Table]


@cache
def personal_columns(manifest: Path, source: str) -> Tables:
    """The tables of a source by name; a table without personal columns is there too."""
    prefix = f"base_{source}__"
    tables: Tables = {}
    for node in json.loads(manifest.read_text(encoding="utf-8"))["nodes"].values():
        if node["resource_type"] != "model" or not node["name"].startswith(prefix):
            continue
        columns = []
        for name, column in node["columns"].items():
            meta = column.get("config", {}).get("meta") or column.get("meta") or {}
            if meta.get("contains_pii"):
                raw, subject = meta.get("raw_column", name), meta.get("subject")
                columns.append(PersonalColumn(raw, name, meta["pii_class"], meta["masking"], subject))
        tables[node["name"].removeprefix(prefix)] = Table(tuple(columns))
    return tables

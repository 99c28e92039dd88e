"""Taking erased customers out of one landed file: the same for what lies in the raw zone and for what lands later."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import duckdb

from orchestration.erasure.classification import ACCOUNT, CUSTOMER, DIRECT, FREE_TEXT, IDENTIFIER, PersonalColumn, Table
from orchestration.erasure.pseudonyms import ERASED, Finder, may_be_any_number
from orchestration.ingestion.parse import LINEAGE
from orchestration.ingestion.sql import literal, name, pattern

TOKEN = re.compile(r"[0-9A-Za-z]+")
FIELD = re.compile(r"[^\s,;|\"'{}\[\]:]+")


class Erased(Protocol):
    """Who is erased."""

    @property
    def finder(self) -> Finder:
        """Finds the texts of erased customers."""

    def place(self, subject: str, number: str) -> tuple[int, str] | None:
        """Place on the list and pseudonym of a number's bearer."""

    def is_text(self, text: str) -> bool:
        """Whether it is a text of an erased customer."""

    def is_naming(self, text: str) -> bool:
        """Whether it names an erased customer."""


@dataclass(frozen=True, slots=True)
class Changes:
    """How many rows and rejected lines of a file are others without the erased customers."""

    rows: int = 0
    rejects: int = 0

    @property
    def any(self) -> bool:
        return self.rows + self.rejects > 0


def mask_file(
    connection: duckdb.DuckDBPyConnection,
    erased: Erased,
    table: Table,
    rows: Path,
    rejects: Path,
    folder: Path | None,
) -> Changes:
    """Write rows and rejects without the erased customers into `folder`, under their names; count alone without one.

    Nothing is written where nothing changes. Rows, their order and their lineage stay.

    - A row with the number of an erased customer, or of an account that is its alone, is its row: the numbers get
      their pseudonyms, where two customers stand side by side both the same one; other personal columns get NULL.
    - So is a row under another number with a name or national id of it and a second of its direct identifiers.
    - Everywhere else its identifiers and its name are cut out of texts.
    """
    masking = _Masking(connection, erased, table, rows)
    changes = Changes(masking.changed_rows(), 0)
    bad_lines = _bad_lines(connection, erased, table, rejects) if rejects.exists() else []
    changes = Changes(changes.rows, len(bad_lines))
    if folder is not None and changes.any:
        masking.write(folder / rows.name)
        if rejects.exists():
            _write_rejects(connection, rejects, bad_lines, folder / rejects.name)
    return changes


class _Masking:
    """The masking of one file's rows: lookups of its values, then one SELECT."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, erased: Erased, table: Table, rows: Path) -> None:
        self.connection, self.erased, self.table = connection, erased, table
        self.source = f"read_parquet({pattern(rows)})"
        described = connection.execute(f"DESCRIBE SELECT * FROM {self.source}").fetchall()
        self.all_columns = [row[0] for row in described]
        self.columns = [row[0] for row in described if row[0] not in LINEAGE and row[1] == "VARCHAR"]
        self.joins: dict[str, str] = {}
        personal = {column.raw: column for column in table.columns if column.raw in self.columns}
        self.numbers = self._own_numbers(personal)
        self.naming, self.direct = self._direct(personal)
        self.texts = self._texts(personal)
        self.new = self._new_values(personal)

    def changed_rows(self) -> int:
        """How many rows change."""
        if not self.new:
            return 0
        changed = " OR ".join(f"({value}) IS DISTINCT FROM r.{name(column)}" for column, value in self.new.items())
        found = self.connection.execute(f"SELECT count(*) FROM {self._from()} WHERE {changed}").fetchone()
        return int(found[0]) if found else 0

    def write(self, target: Path) -> None:
        """Write all rows, in their order."""
        listed = ", ".join(
            f"{self.new[column]} AS {name(column)}" if column in self.new else f"r.{name(column)}"
            for column in self.all_columns
        )
        self.connection.execute(
            f"COPY (SELECT {listed} FROM {self._from()} ORDER BY r._row_number) "
            f"TO {literal(target)} (FORMAT parquet, COMPRESSION zstd)"
        )

    def _from(self) -> str:
        return f"{self.source} AS r " + " ".join(
            f"LEFT JOIN {lookup} ON {lookup}.value = r.{name(column)}" for lookup, column in self.joins.items()
        )

    def _lookup(self, kind: str, column: str, values: Iterable[tuple[str, str]]) -> str | None:
        """A table of values of a column and what belongs to them; its name, None where there is none."""
        pairs = list(values)
        if not pairs:
            return None
        lookup = f"erased_{kind}_{self.columns.index(column)}"
        self.connection.execute(
            f"CREATE OR REPLACE TEMP TABLE {lookup} AS "
            "SELECT unnest(?::VARCHAR[]) AS value, unnest(?::VARCHAR[]) AS found",
            [[value for value, _ in pairs], [found for _, found in pairs]],
        )
        self.joins[lookup] = column
        return f"{lookup}.found"

    def _values(self, column: str, condition: str = "true") -> list[str]:
        query = f"SELECT DISTINCT {name(column)} FROM {self.source} WHERE {name(column)} IS NOT NULL AND {condition}"
        return [value for (value,) in self.connection.execute(query).fetchall()]

    def _own_numbers(self, personal: dict[str, PersonalColumn]) -> dict[str, str]:
        """By column, what holds the pseudonym where a number is an erased one's, behind its place on the list."""
        found = {}
        for raw, column in personal.items():
            if column.pii_class == IDENTIFIER and column.subject in (CUSTOMER, ACCOUNT):
                places = ((value, self.erased.place(column.subject, value)) for value in self._values(raw))
                lookup = self._lookup("number", raw, [(v, f"{p[0]:08d}{p[1]}") for v, p in places if p])
                if lookup:
                    found[raw] = lookup
        return found

    def _direct(self, personal: dict[str, PersonalColumn]) -> tuple[list[str], list[str]]:
        """Conditions: a naming identifier is an erased one's, any direct identifier is."""
        naming, direct = [], []
        for raw, column in personal.items():
            if column.pii_class != DIRECT:
                continue
            known = [(value, self.erased.is_naming(value)) for value in self._values(raw) if self.erased.is_text(value)]
            lookup = self._lookup("direct", raw, [(value, str(is_naming)) for value, is_naming in known])
            if lookup:
                direct.append(f"({lookup} IS NOT NULL)::INTEGER")
                naming.append(f"coalesce({lookup} = 'True', false)")
        return naming, direct

    def _texts(self, personal: dict[str, PersonalColumn]) -> dict[str, str]:
        """By column, what holds the text without an erased one's identifiers, where they are in it."""
        found: dict[str, str] = {}
        finder = self.erased.finder
        if not finder.shapes:
            return found
        for column in self.columns:
            is_free = column in personal and personal[column].pii_class in (DIRECT, FREE_TEXT)
            values = self._values(column, f"regexp_matches({name(column)}, {literal(finder.sql_pattern)})")
            pairs = [(v, finder.without(v)) for v in values if is_free or not may_be_any_number(v)]
            lookup = self._lookup("text", column, [(v, new) for v, new in pairs if new != v])
            if lookup:
                found[column] = lookup
        return found

    def _new_values(self, personal: dict[str, PersonalColumn]) -> dict[str, str]:
        """The columns that may change, each with its new value."""
        bearer = [raw for raw, column in personal.items() if column.is_number and raw in self.numbers]
        customers = [raw for raw in bearer if personal[raw].subject == CUSTOMER]
        conditions = [f"{self.numbers[raw]} IS NOT NULL" for raw in bearer]
        if self.naming:
            conditions.append(f"(({' OR '.join(self.naming)}) AND {' + '.join(self.direct)} > 1)")
        is_own = " OR ".join(conditions)
        who = f"least({', '.join(self.numbers[raw] for raw in customers)})" if customers else ""
        new = {}
        for column in self.columns:
            value = f"r.{name(column)}"
            if column in self.texts:
                value = f"coalesce({self.texts[column]}, {value})"
            kept = value
            own = personal.get(column)
            if own is not None and not own.is_number and is_own:
                value = f"CASE WHEN {is_own} THEN NULL ELSE {value} END"
            if own is not None and own.is_number and own.subject == CUSTOMER and who:
                value = f"coalesce(substr({who}, 9), {kept})"
            elif column in self.numbers:
                value = f"coalesce(substr({self.numbers[column]}, 9), {value})"
            if value != f"r.{name(column)}":
                new[column] = value
        return new


def names_erased(erased: Erased, subjects: Iterable[str], text: str) -> bool:
    """Whether a line that is no row names an erased customer: by an identifier, its name, or a number of any length."""
    words = set(TOKEN.findall(text)) | set(FIELD.findall(text))
    return erased.finder.is_in(text) or any(erased.place(subject, word) for subject in subjects for word in words)


def _bad_lines(connection: duckdb.DuckDBPyConnection, erased: Erased, table: Table, rejects: Path) -> list[str]:
    subjects = {column.subject for column in table.of_class(IDENTIFIER)} & {CUSTOMER, ACCOUNT}
    query = f"SELECT DISTINCT _text FROM read_parquet({pattern(rejects)}) WHERE _text IS NOT NULL"
    texts = [text for (text,) in connection.execute(query).fetchall()]
    return [text for text in texts if names_erased(erased, sorted(str(s) for s in subjects), text)]


def _write_rejects(connection: duckdb.DuckDBPyConnection, rejects: Path, texts: list[str], target: Path) -> None:
    connection.execute("CREATE OR REPLACE TEMP TABLE erased_lines AS SELECT unnest(?::VARCHAR[]) AS line", [texts])
    text = f"CASE WHEN _text IN (FROM erased_lines) THEN {literal(ERASED)} ELSE _text END AS _text"
    connection.execute(
        f"COPY (SELECT * REPLACE ({text}) "
        f"FROM read_parquet({pattern(rejects)}) ORDER BY _line_number) "
        f"TO {literal(target)} (FORMAT parquet, COMPRESSION zstd)"
    )

"""Looking for an erased customer in every file of the home, by the hashes that the list keeps."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb

from orchestration.erasure.classification import ACCOUNT, CUSTOMER, DIRECT, FREE_TEXT, IDENTIFIER, PersonalColumn
from orchestration.erasure.landing import decoded, unpacked
from orchestration.erasure.person import raw_files
from orchestration.erasure.pseudonyms import may_be_any_number
from orchestration.erasure.suppression import Suppression
from orchestration.home import Home
from orchestration.ingestion.sql import literal, name, pattern

BLOCK, OVERLAP = 64_000_000, 4_096  # bytes that are looked at together, and that neighbours share


@dataclass(frozen=True, slots=True)
class Finding:
    """Something of an erased customer is still there; never the value."""

    file: str
    place: str
    count: int

    @property
    def text(self) -> str:
        return f"{self.file}{f', {self.place}' if self.place else ''}: {self.count:,}"


@dataclass(frozen=True, slots=True)
class Searched:
    """What was looked through and what was found."""

    files: int
    tables: int
    findings: tuple[Finding, ...]


def search_home(home: Home, suppression: Suppression, connection: duckdb.DuckDBPyConnection) -> Searched:
    """Look through all files of the home but the raw zones and the landing folders of other sources.

    Raw files of the source: whether masking them again would change anything, which looks at numbers of any length.
    Tables of Parquet and DuckDB files: their texts, and in columns of customers' and accounts' numbers every value;
    rows of other sources are not looked at. All other files: their bytes as text, decompressed.
    """
    search = _Search(home, suppression, connection)
    source = suppression.pseudonyms.source
    findings = [
        Finding(str(rows.relative_to(home.root)), "", changes.rows + changes.rejects)
        for record, rows, rejects in raw_files(home.raw, source)
        if (changes := suppression.masked(connection, record.table, rows, rejects, None)).any
    ]
    files = tables = 0
    for path in _files(home, source):
        files += 1
        if path.suffix == ".parquet":
            tables += 1
            findings += search.table(path, f"read_parquet({pattern(path)})", "")
        elif path.suffix == ".duckdb":
            for found in search.database(path):
                tables += 1
                findings += found
        else:
            findings += search.bytes(path)
    return Searched(files, tables, tuple(findings))


def _files(home: Home, source: str) -> Iterator[Path]:
    """All files below the home that are no links, without raw zones and landing folders of other sources."""
    for folder, folders, files in os.walk(home.root):
        here = Path(folder)
        if here in (home.raw, home.landing):
            folders[:] = [child for child in folders if child == source]
        folders.sort()
        for file in sorted(files):
            path = here / file
            if path.is_file() and not path.is_symlink():
                yield path


class _Search:
    def __init__(self, home: Home, suppression: Suppression, connection: duckdb.DuckDBPyConnection) -> None:
        self.home, self.suppression, self.connection = home, suppression, connection
        self.finder = suppression.finder
        columns = [column for table in suppression.tables.values() for column in table.columns]
        self.subjects = {
            column.name: column.subject
            for column in columns
            if column.pii_class == IDENTIFIER and column.subject in (CUSTOMER, ACCOUNT)
        }
        self.free = {
            label for column in columns if column.pii_class in (DIRECT, FREE_TEXT) for label in _labels(column)
        }

    def bytes(self, path: Path) -> list[Finding]:
        """Count what stands in a file's bytes."""
        content = unpacked(path)
        count = 0
        for begin in range(0, len(content) or 1, BLOCK):
            block = content[begin : begin + BLOCK + OVERLAP]
            count += max(sum(1 for _ in self.finder.spans(text)) for text in decoded(block))
        return [Finding(self._shown(path), "", count)] if count else []

    def database(self, path: Path) -> Iterator[list[Finding]]:
        """Count what stands in each table of a database."""
        self.connection.execute(f"ATTACH {literal(path)} AS searched (READ_ONLY)")
        try:
            query = (
                "SELECT schema_name, table_name FROM duckdb_tables() WHERE database_name = 'searched' AND NOT internal "
                "ORDER BY ALL"
            )
            for schema, table in self.connection.execute(query).fetchall():
                yield self.table(path, f"searched.{name(schema)}.{name(table)}", f"{schema}.{table}")
        finally:
            self.connection.execute("DETACH searched")

    def table(self, path: Path, table: str, shown: str) -> list[Finding]:
        """Count the values of each text column that hold something."""
        described = self.connection.execute(f"DESCRIBE SELECT * FROM {table}").fetchall()
        texts = [row[0] for row in described if "VARCHAR" in row[1] or row[1] in ("BLOB", "JSON")]
        if not texts:
            return []
        there = "true"
        if "source_system" in texts:
            there = f"source_system IS NOT DISTINCT FROM {literal(self.suppression.pseudonyms.source)}"
        shape = literal(self.finder.sql_pattern)
        counts = ", ".join(f"count(*) FILTER (regexp_matches({name(c)}::VARCHAR, {shape}))" for c in texts)
        candidates = self.connection.execute(f"SELECT {counts} FROM {table} WHERE {there}").fetchone() or ()
        findings = []
        for column, count in zip(texts, candidates, strict=True):
            subject = self.subjects.get(column)
            if not count and subject is None:
                continue
            query = (
                f"SELECT {name(column)}::VARCHAR, count(*) FROM {table} WHERE {there} AND {name(column)} IS NOT NULL"
            )
            rows = self.connection.execute(f"{query} GROUP BY 1").fetchall()
            found = sum(number for value, number in rows if self._is_erased(column, subject, value))
            if found:
                findings.append(Finding(self._shown(path), f"{shown}.{column}".lstrip("."), found))
        return findings

    def _is_erased(self, column: str, subject: str | None, value: str) -> bool:
        if subject is not None and self.suppression.place(subject, value):
            return True
        if column not in self.free and may_be_any_number(value):
            return False
        return self.finder.is_in(value)

    def _shown(self, path: Path) -> str:
        return str(path.relative_to(self.home.root))


def _labels(column: PersonalColumn) -> tuple[str, str]:
    return column.name, column.raw

"""What belongs to a customer: its number, the accounts that are its alone, and what identifies it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb

from orchestration.erasure.classification import ACCOUNT, CUSTOMER, DIRECT, PersonalColumn, Table, Tables
from orchestration.erasure.pseudonyms import PREFIX
from orchestration.erasure.suppression import SHORTEST, ErasedCustomer, Suppression, erased_text
from orchestration.explain.published import customer_key
from orchestration.ingestion import LandedFile, landed_files
from orchestration.ingestion.raw_zone import RawZone
from orchestration.ingestion.sql import literal, name, pattern


@dataclass(frozen=True, slots=True)
class Person:
    """A customer as its source knows it; `texts` are its identifiers and names, each with whether it names one person.

    `shared` are those of its names, telephone numbers and the like that others bear too, in the same way.
    """

    source: str
    number: str
    accounts: tuple[str, ...]
    texts: tuple[tuple[str, bool], ...]
    shared: tuple[tuple[str, bool], ...]

    def entry(self, suppression: Suppression, secret: str, erased_on: str) -> ErasedCustomer:
        """What the list of erased customers keeps of it."""
        pseudonyms = suppression.pseudonyms
        return ErasedCustomer(
            erased_on=erased_on,
            customer=pseudonyms.number(CUSTOMER, self.number),
            key=pseudonyms.key(customer_key(secret, self.source, self.number)),
            accounts=tuple(pseudonyms.number(ACCOUNT, account) for account in self.accounts),
            texts=tuple(
                erased_text(pseudonyms, text, is_naming=is_naming, is_shared=is_shared)
                for texts, is_shared in ((self.texts, False), (self.shared, True))
                for text, is_naming in texts
            ),
        )

    def is_in(self, text: str) -> bool:
        """Whether a text holds the number, an account or another identifier."""
        lowered = text.lower()
        words = set(lowered.split())
        return any(known.lower() in words for known in (self.number, *self.accounts)) or any(
            known.lower() in lowered for known, _ in (*self.texts, *self.shared)
        )


@dataclass(frozen=True)
class LandedTables:
    """The raw zone of a source, all versions of all tables, for reading."""

    connection: duckdb.DuckDBPyConnection
    tables: Tables
    sources: dict[str, str]

    @classmethod
    def of(cls, connection: duckdb.DuckDBPyConnection, raw: Path, source: str, tables: Tables) -> LandedTables:
        paths: dict[str, list[Path]] = {}
        for record, rows, _ in raw_files(raw, source):
            paths.setdefault(record.table, []).append(rows)
        return cls(
            connection,
            tables,
            {
                table: f"read_parquet([{', '.join(map(pattern, files))}], union_by_name = true)"
                for table, files in paths.items()
            },
        )

    def with_columns(self) -> Iterator[tuple[str, Table]]:
        """Each table's FROM item, with those of its personal columns that its files have."""
        for table, source in self.sources.items():
            described = self.connection.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()
            there = {row[0] for row in described}
            known = self.tables.get(table, Table()).columns
            yield source, Table(tuple(column for column in known if column.raw in there))

    def values(self, query: str, parameters: list[object] | None = None) -> list[str]:
        return [value for (value,) in self.connection.execute(query, parameters or []).fetchall()]

    def customer_numbers(self) -> set[str]:
        """The numbers of all customers that are not erased, wherever they stand."""
        found: set[str] = set()
        for source, table in self.with_columns():
            for column in table.numbers(CUSTOMER):
                found.update(self.values(f"SELECT DISTINCT {name(column.raw)} FROM {source} WHERE {_is_set(column)}"))
        return {number for number in found if not number.startswith(PREFIX)}


def raw_files(raw: Path, source: str) -> Iterator[tuple[LandedFile, Path, Path]]:
    """The landed files of a source, with the paths of their rows and rejects."""
    zone = RawZone(raw / source)
    for record in landed_files(raw, source):
        rows = zone.rows(record.table, str(record.sha256))
        if record.status == "landed" and rows.exists():
            yield record, rows, zone.rejects(record.table, str(record.sha256))


def find_number(landed: LandedTables, secret: str, source: str, asked: str) -> str | None:
    """The number that was asked for: itself, source:number, or the customer_key that it has."""
    numbers = landed.customer_numbers()
    if asked in numbers:
        return asked
    if asked.startswith(f"{source}:") and asked.removeprefix(f"{source}:") in numbers:
        return asked.removeprefix(f"{source}:")
    if not asked.isdecimal():
        return None
    return next((number for number in numbers if str(customer_key(secret, source, number)) == asked), None)


def find_person(landed: LandedTables, source: str, number: str) -> Person:
    """All that identifies a customer in all delivered versions."""
    accounts = _own_accounts(landed, number)
    borne: dict[str, bool] = {}
    for rows, table in landed.with_columns():
        own = _own_rows(table, number, accounts)
        for column in table.of_class(DIRECT) if own else ():
            query = f"SELECT DISTINCT {name(column.raw)} FROM {rows} WHERE {_is_set(column)} AND ({own})"
            for value in landed.values(query):
                borne[value] = borne.get(value, False) or column.subject == CUSTOMER
    own_alone = {text: is_naming for text, is_naming in borne.items() if not _others_bear(landed, number, borne, text)}
    texts = dict.fromkeys((t for t in (number, *accounts) if len(t) >= SHORTEST), False)
    texts |= {text: is_naming for text, is_naming in own_alone.items() if is_naming or len(text) >= SHORTEST}
    shared = tuple(item for item in borne.items() if item[0] not in own_alone)
    return Person(source, number, accounts, tuple(texts.items()), shared)


def _own_accounts(landed: LandedTables, number: str) -> tuple[str, ...]:
    """The accounts that it holds and nobody else does, in any delivered version; an erased holder is nobody."""
    own: set[str] = set()
    others: set[str] = set()
    for rows, table in landed.with_columns():
        for customer in table.numbers(CUSTOMER):
            for account in table.numbers(ACCOUNT):
                query = f"SELECT DISTINCT {name(account.raw)} FROM {rows} WHERE {_is_set(account)} AND "
                own.update(landed.values(f"{query} {name(customer.raw)} = ?", [number]))
                elsewhere = f"{name(customer.raw)} <> ? AND NOT starts_with({name(customer.raw)}, '{PREFIX}')"
                others.update(landed.values(f"{query} {elsewhere}", [number]))
    return tuple(sorted(account for account in own - others if not account.startswith(PREFIX)))


def _own_rows(table: Table, number: str, accounts: tuple[str, ...]) -> str:
    """The condition for rows of the customer and of its accounts."""
    own = [f"{name(column.raw)} = {literal(number)}" for column in table.numbers(CUSTOMER)]
    if accounts:
        listed = ", ".join(map(literal, accounts))
        own += [f"{name(column.raw)} IN ({listed})" for column in table.numbers(ACCOUNT)]
    return " OR ".join(own)


def _others_bear(landed: LandedTables, number: str, borne: dict[str, bool], text: str) -> bool:
    """Whether somebody else bears a direct identifier.

    Another number with a name or national id of the person and a second of its direct identifiers is the person.
    """
    known = ", ".join(map(literal, borne))
    naming = ", ".join(literal(value) for value, is_naming in borne.items() if is_naming) or "NULL"
    for rows, table in landed.with_columns():
        columns = table.of_class(DIRECT)
        if not columns:
            continue
        bears = " OR ".join(f"{name(column.raw)} = {literal(text)}" for column in columns)
        agreeing = " + ".join(f"coalesce({name(column.raw)} IN ({known}), false)::INTEGER" for column in columns)
        named = " OR ".join(f"coalesce({name(column.raw)} IN ({naming}), false)" for column in columns)
        others = [f"{name(column.raw)} <> {literal(number)}" for column in table.numbers(CUSTOMER)]
        if table.numbers(ACCOUNT) and not others:
            continue  # an IBAN belongs to its account, and the account was looked at
        is_another = " AND ".join(others) or "true"
        query = f"SELECT count(*) FROM {rows} WHERE ({bears}) AND {is_another} AND NOT (({named}) AND {agreeing} > 1)"
        if (landed.connection.execute(query).fetchone() or (0,))[0]:
            return True
    return False


def _is_set(column: PersonalColumn) -> str:
    return f"{name(column.raw)} IS NOT NULL AND {name(column.raw)} <> ''"

"""The list of a source's erased customers: pseudonyms and hashes alone, applied to all that lands."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path

import duckdb

from orchestration.erasure.classification import Table, Tables, personal_columns
from orchestration.erasure.masking import Changes, mask_file
from orchestration.erasure.pseudonyms import Finder, Pseudonyms, shape_of
from orchestration.home import Home
from orchestration.ingestion.raw_zone import RawZone
from orchestration.manifest import current_manifest

SHORTEST = 6  # characters of an identifier that is looked for in every text; a name may be shorter


class SuppressionError(ValueError):
    """The list of erased customers cannot be used."""


@dataclass(frozen=True, slots=True)
class ErasedText:
    """A text of an erased customer: its shape and hash.

    `is_naming`: it names one person by its nature. `is_shared`: others bear it too, so it is not looked for; beside
    another one it tells a second row of the same person.
    """

    shape: str
    digest: str
    is_naming: bool
    is_shared: bool


@dataclass(frozen=True, slots=True)
class ErasedCustomer:
    """One entry of the list."""

    erased_on: str
    customer: str
    key: str
    accounts: tuple[str, ...]
    texts: tuple[ErasedText, ...]


@dataclass(frozen=True)
class Suppression:
    """The erased customers of a source, in the order of their erasure."""

    pseudonyms: Pseudonyms
    tables: Tables
    customers: tuple[ErasedCustomer, ...] = ()
    _numbers: dict[str, int] = field(init=False, default_factory=dict)
    _naming: set[str] = field(init=False, default_factory=set)
    _texts: set[str] = field(init=False, default_factory=set)
    _finder: list[Finder] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        for place, customer in enumerate(self.customers):
            for number in (customer.customer, *customer.accounts):
                self._numbers.setdefault(number, place)
            self._naming.update(text.digest for text in customer.texts if text.is_naming)
            self._texts.update(text.digest for text in customer.texts)
        listed = [text for customer in self.customers for text in customer.texts]
        texts = [(text.shape, text.digest) for text in listed if not text.is_shared]
        self._finder.append(Finder.of(self.pseudonyms, texts))

    @property
    def finder(self) -> Finder:
        return self._finder[0]

    def entry(self, pseudonym: str) -> ErasedCustomer | None:
        """The entry of a customer by its pseudonym."""
        return next((customer for customer in self.customers if customer.customer == pseudonym), None)

    def entry_of_key(self, customer_key: int) -> ErasedCustomer | None:
        """The entry of a customer by the customer_key that it had."""
        digest = self.pseudonyms.key(customer_key)
        return next((customer for customer in self.customers if customer.key == digest), None)

    def place(self, subject: str, number: str) -> tuple[int, str] | None:
        """The place on the list of a number's bearer and the pseudonym, None for everybody else's number."""
        pseudonym = self.pseudonyms.number(subject, number)
        place = self._numbers.get(pseudonym)
        return None if place is None else (place, pseudonym)

    def is_text(self, text: str) -> bool:
        return self.pseudonyms.text(text) in self._texts

    def is_naming(self, text: str) -> bool:
        return self.pseudonyms.text(text) in self._naming

    def masked(
        self, connection: duckdb.DuckDBPyConnection, table: str, rows: Path, rejects: Path, folder: Path | None
    ) -> Changes:
        """Write a landed file without its erased customers into `folder`; nothing is written where nothing changes.

        With no folder the changes are only counted.
        """
        return mask_file(connection, self, self.tables.get(table, Table()), rows, rejects, folder)

    def mask(self, connection: duckdb.DuckDBPyConnection, table: str, rows: Path, rejects: Path) -> None:
        """Take the erased customers out of a file that is about to land."""
        target = rows.parent / "masked"
        target.mkdir()
        if self.masked(connection, table, rows, rejects, target).any:
            for path in target.iterdir():
                path.replace(rows if path.name == rows.name else rejects)

    def with_customer(self, customer: ErasedCustomer) -> Suppression:
        return Suppression(self.pseudonyms, self.tables, (*self.customers, customer))


def read_suppression(raw: Path, source: str, secret: str, tables: Tables) -> Suppression:
    """The list of a source, empty where there is none.

    Raises:
        SuppressionError: it is damaged, or another key secret wrote it.
    """
    path, pseudonyms = RawZone(raw / source).erased, Pseudonyms(secret, source)
    if not path.exists():
        return Suppression(pseudonyms, tables)
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
        customers = tuple(_customer(entry) for entry in values["erased"])
        check = values["check"]
    except (ValueError, KeyError, TypeError) as error:
        raise SuppressionError(f"{path}: cannot be read ({type(error).__name__}); restore it from a backup") from None
    if check != pseudonyms.check():
        raise SuppressionError(
            f"{path}: was written with another key secret, so erased customers would not be known again; "
            "restore the secret (WAREHOUSE_KEY_SECRET, or key.secret in the home) and run again"
        )
    return Suppression(pseudonyms, tables, customers)


def customers_to_keep_out(home: Home, source: str) -> Suppression | None:
    """What ingestion takes out of the files of a source; None where nobody was erased, and nothing is looked at.

    Raises:
        SuppressionError: the list cannot be used.
    """
    if not RawZone(home.raw / source).erased.exists():
        return None
    return read_suppression(home.raw, source, home.key_secret(), personal_columns(current_manifest(), source))


def write_suppression(raw: Path, suppression: Suppression) -> None:
    """Replace the list by one rename, when it is safe on the disk."""
    path = RawZone(raw / suppression.pseudonyms.source).erased
    values = {
        "check": suppression.pseudonyms.check(),
        "erased": [asdict(customer) for customer in suppression.customers],
    }
    write_private(path, json.dumps(values, indent=1) + "\n")


def write_private(path: Path, text: str) -> None:
    """Write a file of mode 0600 that appears whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f".{path.name}.new")
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)


def erased_text(pseudonyms: Pseudonyms, text: str, *, is_naming: bool, is_shared: bool) -> ErasedText:
    """What the list keeps of a text."""
    return ErasedText(shape_of(text), pseudonyms.text(text), is_naming, is_shared)


def _customer(entry: dict[str, object]) -> ErasedCustomer:
    values = dict(entry)
    texts = values.pop("texts")
    accounts = values.pop("accounts")
    if not isinstance(texts, list) or not isinstance(accounts, list):
        raise TypeError("no list")
    return ErasedCustomer(**values, accounts=tuple(accounts), texts=tuple(ErasedText(**text) for text in texts))  # type: ignore[arg-type]

"""The published batch as an explanation reads it: opens it, finds a customer, fetches rows."""

import hashlib
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import duckdb

from orchestration.home import Home
from orchestration.publishing import PUBLIC_NAME, Publication, current_publication

Row = dict[str, Any]

KEY_DIGITS = 15  # of the hexadecimal md5: 60 bits


class ExplainError(ValueError):
    """What was asked for is not there; the message says what is, or what to do."""


@dataclass(frozen=True)
class PublishedBatch:
    """What readers see, open for reading."""

    publication: Publication
    connection: duckdb.DuckDBPyConnection
    secret: str | None

    def rows(self, query: str, parameters: Row) -> list[Row]:
        """The rows of a query; it may use some of the parameters."""
        used = {name: value for name, value in parameters.items() if f"${name}" in query}
        result = self.connection.execute(query, used)
        names = [column[0] for column in result.description or ()]
        return [dict(zip(names, row, strict=True)) for row in result.fetchall()]

    def find_customer(self, text: str) -> int:
        """The key of a customer: its number in the source, source:number, or the key itself.

        Raises:
            ExplainError: it is not in the batch, or in several of its sources.
        """
        source, _, number = text.partition(":")
        named = source in self.publication.sources and number != ""
        candidates = {}
        if self.secret is not None:
            for name in [source] if named else self.publication.sources:
                candidates[customer_key(self.secret, name, number if named else text)] = f"{name}:{text}"
        if re.fullmatch(r"\d{1,18}", text):
            candidates[int(text)] = text
        query = "select distinct customer_key from warehouse.dim_customer where list_contains(?, customer_key)"
        there = {key for (key,) in self.connection.execute(query, [list(candidates)]).fetchall()}
        known = [key for key in candidates if key in there]
        if len(known) > 1:
            names = " or ".join(candidates[key] for key in known)
            raise ExplainError(f"customer {text} is in several sources: write {names}")
        if not known:
            raise ExplainError(
                f"customer {text} is not in the published batch of {', '.join(self.publication.sources)}: "
                + (
                    "give its number as the source writes it, or a customer_key of "
                    "marts.customer_contribution_monthly; "
                    "after a change of the key secret, numbers need the one that the batch was built with"
                    if self.secret is not None
                    else "customer numbers need the key secret (WAREHOUSE_KEY_SECRET, or key.secret in the home); "
                    "without it give a customer_key of marts.customer_contribution_monthly"
                )
            )
        return int(known[0])


@contextmanager
def open_published(home: Home) -> Iterator[PublishedBatch]:
    """The batch that readers see.

    Raises:
        ExplainError: nothing is published.
    """
    publication = current_publication(home)
    if publication is None:
        raise ExplainError(f"nothing is published in {home.root} yet: warehouse run --source SOURCE publishes a batch")
    with duckdb.connect(str(home.published / "current" / PUBLIC_NAME), read_only=True) as connection:
        yield PublishedBatch(publication, connection, _secret(home))


def customer_key(secret: str, source: str, number: str) -> int:
    """The key of a customer's number: what the macro surrogate_key computes in SQL."""
    digest = hashlib.md5(f"{secret}|{source}|{number}".encode(), usedforsecurity=False)
    return int(digest.hexdigest()[:KEY_DIGITS], 16)


def _secret(home: Home) -> str | None:
    """The secret behind the keys; looking something up never makes one."""
    path = home.root / "key.secret"
    return home.key_secret() if os.environ.get("WAREHOUSE_KEY_SECRET") or path.exists() else None

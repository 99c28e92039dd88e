"""The erasure of one customer, step by step; what was cut short goes on with the same command."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb

from orchestration.erasure.certificate import (
    Progress,
    certify,
    forget_progress,
    read_progress,
    write_progress,
)
from orchestration.erasure.classification import CUSTOMER, Tables
from orchestration.erasure.landing import find_landing_files
from orchestration.erasure.person import LandedTables, Person, find_number, find_person, raw_files
from orchestration.erasure.search import Finding, search_home
from orchestration.erasure.suppression import ErasedCustomer, Suppression, read_suppression, write_suppression
from orchestration.home import Home, engine_settings
from orchestration.ingestion import IngestionError, available_connectors, find_delivered, ingest, load_connector
from orchestration.ingestion.raw_zone import RawZone
from orchestration.publishing import current_publication, publications, remove_leftovers, remove_versions

Run = Callable[[Home, Sequence[str], date], str]
Classify = Callable[[str], Tables]


class EraseError(ValueError):
    """What was asked cannot be done; the message says why."""


class StillThereError(RuntimeError):
    """Something of the customer was found after all was done."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("; ".join(finding.text for finding in findings))


@dataclass(frozen=True, slots=True)
class Erasure:
    """How it ended: the certificate, or the day on which the customer had been erased before."""

    pseudonym: str
    certificate: Path | None
    progress: Progress | None
    erased_on: str
    shared: int


@dataclass(frozen=True, slots=True)
class Eraser:
    """What an erasure works with; `run` builds and publishes the sources as of a day and names the version."""

    home: Home
    secret: str
    classify: Classify
    run: Run
    now: Callable[[], datetime]

    def erase(self, asked: str, reason: str) -> Iterator[Erasure]:
        """Complete what was cut short, then erase the customer that was asked for; each gives its outcome.

        Raises:
            EraseError: the customer is not known, or the reason names it.
            StillThereError: something was found in the end; there is no certificate.
        """
        with self.home.lock():
            pending = read_progress(self.home)
            completed = None
            if pending is not None:
                if self._suppression(pending.source).entry(pending.pseudonym) is None:
                    forget_progress(self.home)  # it had not begun
                else:
                    completed = self._complete(pending, 0)
                    yield completed
            entry = self._erased_before(asked)
            if entry is not None:
                if completed is None or completed.pseudonym != entry.customer:
                    yield Erasure(entry.customer, None, None, entry.erased_on, 0)
                return
            yield self._begin(asked, reason)

    def _begin(self, asked: str, reason: str) -> Erasure:
        source = self._source_of(asked)
        self._take_in(source)
        with self._connection() as connection:
            landed = LandedTables.of(connection, self.home.raw, source, self.classify(source))
            number = find_number(landed, self.secret, source, asked)
            if number is None:
                raise EraseError(f"customer {asked} is not in the raw zone any more")
            person = find_person(landed, source, number)
        if person.is_in(reason):
            raise EraseError("the reason names the customer, and it is kept: write it without numbers and names")
        return self._complete(self._enlist(person, reason), len(person.shared))

    def _enlist(self, person: Person, reason: str) -> Progress:
        """Put the customer on the list of its source: from here on it is erased, whatever comes between."""
        now = self.now()
        suppression = self._suppression(person.source)
        entry = person.entry(suppression, self.secret, now.date().isoformat())
        current = current_publication(self.home)
        is_published = current is not None and person.source in current.sources
        progress = Progress(
            source=person.source,
            pseudonym=entry.customer,
            reason=reason,
            begun_at=now.isoformat(timespec="seconds"),
            as_of=current.as_of if current and is_published else None,
            sources=current.sources if current and is_published else (),
        )
        write_progress(self.home, progress)
        write_suppression(self.home.raw, suppression.with_customer(entry))
        return progress

    def _complete(self, progress: Progress, shared: int) -> Erasure:
        """Do all steps that are not done; each is written down when it is, and each can be done twice."""
        suppression = self._suppression(progress.source)
        with self._connection() as connection:
            if not progress.is_planned:
                self._plan(progress, suppression, connection)
            steps: list[tuple[str, Callable[[], None]]] = [
                ("raw", lambda: self._rewrite(progress, suppression, connection)),
                ("landing", lambda: self._remove_landing(progress)),
                ("built", lambda: self._remove_built(progress)),
                ("published", lambda: self._publish(progress)),
                ("versions", lambda: self._remove_versions(progress)),
            ]
            for step, do in steps:
                if step not in progress.done:
                    do()
                    progress.done = (*progress.done, step)
                    write_progress(self.home, progress)
            searched = search_home(self.home, suppression, connection)
        if searched.findings:
            raise StillThereError(searched.findings)
        certificate = certify(self.home, progress, searched, self.now().isoformat(timespec="seconds"))
        return Erasure(progress.pseudonym, certificate, progress, progress.begun_at[:10], shared)

    def _plan(self, progress: Progress, suppression: Suppression, connection: duckdb.DuckDBPyConnection) -> None:
        holding = []
        for record, rows, rejects in raw_files(self.home.raw, progress.source):
            changes = suppression.masked(connection, record.table, rows, rejects, None)
            if changes.any:
                holding.append(record)
                counts = progress.tables.setdefault(record.table, {"files": 0, "rows": 0, "rejected_lines": 0})
                counts["files"] += 1
                counts["rows"] += changes.rows
                counts["rejected_lines"] += changes.rejects
        landing = find_landing_files(self.home, suppression, holding)
        progress.files = tuple((record.table, str(record.sha256)) for record in holding)
        progress.landing_removed, progress.held_back_removed = landing.inside, landing.held_back
        progress.landing_outside = landing.outside
        progress.databases = tuple(folder.name for folder in self._built() if progress.source in folder.name.split("+"))
        progress.is_planned = True
        write_progress(self.home, progress)

    def _rewrite(self, progress: Progress, suppression: Suppression, connection: duckdb.DuckDBPyConnection) -> None:
        zone = RawZone(self.home.raw / progress.source)
        planned = set(progress.files)
        with zone.opened():
            for record, rows, rejects in list(raw_files(self.home.raw, progress.source)):
                if (record.table, str(record.sha256)) not in planned:
                    continue
                with zone.workplace() as folder:
                    if suppression.masked(connection, record.table, rows, rejects, folder).any:
                        new_rows, new_rejects = folder / rows.name, folder / rejects.name
                        zone.replace_rows(record, new_rows, new_rejects)

    def _remove_landing(self, progress: Progress) -> None:
        for file in (*progress.landing_removed, *progress.held_back_removed):
            (self.home.root / file).unlink(missing_ok=True)

    def _remove_built(self, progress: Progress) -> None:
        """Everything between raw and published that was made from the source, and all reports about it."""
        for database in progress.databases:
            shutil.rmtree(self.home.build / database, ignore_errors=True)
        for folder in (
            self.home.checks,
            self.home.build / "dbt",
            self.home.build / "tmp",
            self.home.docs / "expectations",
        ):
            shutil.rmtree(folder, ignore_errors=True)

    def _publish(self, progress: Progress) -> None:
        if progress.as_of is not None:
            progress.published = self.run(self.home, progress.sources, date.fromisoformat(progress.as_of))

    def _remove_versions(self, progress: Progress) -> None:
        """All versions with the source but the one that was published just now."""
        old = [
            publication.version
            for publication in publications(self.home)
            if progress.source in publication.sources and f"v{publication.version}" != progress.published
        ]
        named = (f"v{version}" for version in old)
        progress.versions_removed = tuple(dict.fromkeys([*progress.versions_removed, *named]))
        write_progress(self.home, progress)
        remove_leftovers(self.home)
        remove_versions(self.home, old)

    def _built(self) -> list[Path]:
        return sorted(folder for folder in self.home.build.glob("*") if folder.is_dir())

    def _suppression(self, source: str) -> Suppression:
        return read_suppression(self.home.raw, source, self.secret, self.classify(source))

    def _sources(self) -> list[str]:
        return [source for source in available_connectors() if (self.home.raw / source).is_dir()]

    def _erased_before(self, asked: str) -> ErasedCustomer | None:
        """The entry of a customer that is erased already, asked for by number, source:number, key or pseudonym."""
        for source in self._sources():
            suppression = self._suppression(source)
            number = asked.removeprefix(f"{source}:")
            pseudonym = suppression.pseudonyms.number(CUSTOMER, number)
            entry = suppression.entry(pseudonym) or suppression.entry(number)
            if entry is None and asked.isdecimal():
                entry = suppression.entry_of_key(int(asked))
            if entry is not None and not self._is_in_raw(source, asked):
                return entry
        return None

    def _is_in_raw(self, source: str, asked: str) -> bool:
        with self._connection() as connection:
            landed = LandedTables.of(connection, self.home.raw, source, self.classify(source))
            return find_number(landed, self.secret, source, asked) is not None

    def _source_of(self, asked: str) -> str:
        """The one source whose raw zone knows the customer."""
        known = [source for source in self._sources() if self._is_in_raw(source, asked)]
        if len(known) > 1:
            names = " or ".join(f"{source}:{asked}" for source in known)
            raise EraseError(f"customer {asked} is in several sources: write {names}")
        if not known:
            raise EraseError(
                f"customer {asked} is not in the raw zone of {', '.join(self._sources()) or 'any source'}: give its "
                "number as the source writes it, source:number, or a customer_key of "
                "marts.customer_contribution_monthly"
            )
        return known[0]

    def _take_in(self, source: str) -> None:
        """Land what waits in the home's own landing folder, so that all of the customer is known."""
        connector, suppression = load_connector(source), self._suppression(source)
        with suppress(IngestionError):
            find_delivered(self.home.landing, connector)
            ingest(
                self.home.landing,
                self.home.raw,
                connector,
                loaded_at=self.now(),
                erased=suppression if suppression.customers else None,
            )

    @contextmanager
    def _connection(self) -> Iterator[duckdb.DuckDBPyConnection]:
        with duckdb.connect(":memory:", config=engine_settings(self.home.build / "tmp")) as connection:
            yield connection


def utc_now() -> datetime:
    """The moment that certificates are dated with."""
    return datetime.now(UTC)

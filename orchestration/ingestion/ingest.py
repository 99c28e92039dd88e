"""Taking delivered files into the raw zone."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from queue import SimpleQueue
from typing import Protocol

import duckdb

from orchestration.ingestion.catalog import LandedFile, landed_files
from orchestration.ingestion.connector import Connector
from orchestration.ingestion.errors import IngestionError, one_line
from orchestration.ingestion.examine import Delivery, examine, look_at
from orchestration.ingestion.fingerprints import Fingerprints
from orchestration.ingestion.landing import Delivered, find_delivered
from orchestration.ingestion.manifest import DeliveredFile
from orchestration.ingestion.parse import REJECTS, ROWS
from orchestration.ingestion.raw_zone import RawZone
from orchestration.ingestion.report import FileResult, IngestReport, already_there, looked_at

Progress = Callable[[str, int, int], None]


class Erased(Protocol):
    """The customers that nothing may land of."""

    def mask(self, connection: duckdb.DuckDBPyConnection, table: str, rows: Path, rejects: Path) -> None:
        """Take them out of a parsed file; `rejects` need not exist."""


WORKERS = 2
MEMORY = "3GB"


def ingest(
    landing: Path,
    raw: Path,
    connector: Connector,
    *,
    loaded_at: datetime,
    progress: Progress | None = None,
    tables: Collection[str] | None = None,
    erased: Erased | None = None,
) -> IngestReport:
    """Take what was delivered into `raw/<source>` and tell what became of every file.

    `landing` is the landing root or the source's folder in it, `tables` limits the run to some tables,
    `progress` is told what is being done, how many files of how many; `erased` is taken out before a file lands.
    The raw zone depends on the delivered files alone, not on the number or the order of runs. A file that does not
    hold what was declared is held back, looked at again in every run, and does not stop the others.
    Raises IngestionError where nothing was delivered, another run is at work or the raw zone cannot be written.
    """
    moment = loaded_at.astimezone(UTC).replace(tzinfo=None) if loaded_at.tzinfo else loaded_at
    run = _Run(RawZone(raw / connector.source), connector, moment, progress or _silent, erased)
    delivered = find_delivered(landing, connector, tables)
    try:
        with run.zone.opened():
            records = landed_files(raw, connector.source)
            results = run.take_in(delivered, records, tables)
    except (OSError, duckdb.IOException, duckdb.OutOfMemoryException) as error:
        raise IngestionError(
            f"{run.zone.folder}: cannot be written ({one_line(error)}); make room or correct its rights and run again"
        ) from error
    return IngestReport(connector.source, tuple(results))


@dataclass(frozen=True, slots=True)
class _Content:
    """The same bytes for the same table, delivered once or several times; `prior` is its record if it has landed."""

    deliveries: list[Delivery]
    prior: LandedFile | None

    @property
    def first(self) -> DeliveredFile:
        return self.deliveries[0].file


@dataclass(frozen=True, slots=True)
class _Run:
    zone: RawZone
    connector: Connector
    loaded_at: datetime
    tell: Progress
    erased: Erased | None

    def take_in(
        self, delivered: Delivered, records: Sequence[LandedFile], tables: Collection[str] | None
    ) -> list[FileResult]:
        """Land what is new, write down what is held back, forget troubles that are over."""
        contents = self._contents(delivered.files, records)
        results: list[FileResult] = []
        work = []
        for content in contents:
            if content.prior and content.prior.order <= content.first.order:
                results += [already_there(delivery.file, content.prior) for delivery in content.deliveries]
            else:
                work.append(content)
        results += self._work(work)
        by_file = {(result.table, result.file): result for result in results}
        for record in records:
            now = by_file.get((record.table, record.file))
            mended = now.status != "held_back" if now else _looked_for(record, delivered, tables, self.connector)
            if record.status == "held_back" and mended:
                self.zone.forget(record)
        return [by_file[file.table, file.file] for file in delivered.files]

    def _contents(self, files: Sequence[DeliveredFile], records: Sequence[LandedFile]) -> list[_Content]:
        """The delivered files by content, in the order of delivery."""
        landed = {
            (record.table, record.sha256): record
            for record in records
            if record.status == "landed" and self.zone.rows(record.table, str(record.sha256)).exists()
        }
        seen = Fingerprints.read(self.zone.fingerprints)
        contents: dict[tuple[str, str], _Content] = {}
        for done, file in enumerate(files, start=1):
            delivery = look_at(file, self.connector, seen)
            prior = landed.get((file.table, delivery.sha256))
            key = (file.table, delivery.sha256 or file.file)
            contents.setdefault(key, _Content([], prior)).deliveries.append(delivery)
            self.tell("looking at what was delivered", done, len(files))
        if seen.changed:
            self.zone.remember_fingerprints(seen.text())
        return list(contents.values())

    def _work(self, contents: Sequence[_Content]) -> list[FileResult]:
        if not contents:
            return []
        results: list[FileResult] = []
        with _connections(self.zone.temporary / "spill") as connections, ThreadPoolExecutor(WORKERS) as pool:

            def land(content: _Content) -> list[FileResult]:
                connection = connections.get()
                try:
                    return self._land(connection, content)
                finally:
                    connections.put(connection)

            futures = {pool.submit(land, content): content for content in contents}
            try:
                for done, future in enumerate(as_completed(futures), start=1):
                    results += future.result()
                    self.tell(futures[future].first.file, done, len(contents))
            except BaseException:
                pool.shutdown(cancel_futures=True)
                raise
        return results

    def _land(self, connection: duckdb.DuckDBPyConnection, content: _Content) -> list[FileResult]:
        """Land the first delivery that agrees with its declaration; those after it are the same file again."""
        results: list[FileResult] = []
        landed = content.prior
        for delivery in content.deliveries:
            if landed and landed.order <= delivery.file.order:
                results.append(already_there(delivery.file, landed))
                continue
            with self.zone.workplace() as folder:
                record = examine(connection, delivery, self.connector, folder, self.loaded_at)
                if record.status == "landed":
                    if self.erased is not None:
                        self.erased.mask(connection, record.table, folder / ROWS, folder / REJECTS)
                    self.zone.land(record, folder / ROWS, folder / REJECTS)
                    landed = record
                else:
                    self.zone.hold_back(record)
            results.append(looked_at(record))
        return results


def _looked_for(record: LandedFile, delivered: Delivered, tables: Collection[str] | None, connector: Connector) -> bool:
    """Whether this run looked where a former run held a file back."""
    in_tables = tables is None or record.table in tables or record.table not in connector.tables
    return in_tables and any(record.file.startswith(f"{folder}/") for folder in delivered.folders)


@contextmanager
def _connections(spill: Path) -> Iterator[SimpleQueue[duckdb.DuckDBPyConnection]]:
    """A connection per worker, all on one database in memory."""
    settings: dict[str, str | bool | int | float | list[str]] = {
        "threads": WORKERS,
        "memory_limit": MEMORY,
        "temp_directory": str(spill),
    }
    with duckdb.connect(":memory:", config=settings) as database:
        connections: SimpleQueue[duckdb.DuckDBPyConnection] = SimpleQueue()
        for _ in range(WORKERS):
            connections.put(database.cursor())
        yield connections


def _silent(label: str, done: int, total: int) -> None:
    """Tell nobody."""

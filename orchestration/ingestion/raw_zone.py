"""The raw zone of one source: content-addressed files that appear whole or not at all.

Everything is written under a temporary name and renamed; a file's record comes last. What a killed run leaves
behind lies in `.tmp` and is cleared by the next run.
"""

from __future__ import annotations

import fcntl
import hashlib
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from orchestration.disk import flush
from orchestration.ingestion.catalog import LandedFile, read_record, record_text
from orchestration.ingestion.errors import IngestionError


@dataclass(frozen=True, slots=True)
class RawZone:
    """`raw/<source>`; `folder` need not exist before it is opened."""

    folder: Path

    @property
    def temporary(self) -> Path:
        return self.folder / ".tmp"

    @property
    def fingerprints(self) -> Path:
        return self.folder / ".seen.json"

    @property
    def erased(self) -> Path:
        """Where the list of the source's erased customers lies; nothing is there before the first one."""
        return self.folder / "erased.json"

    def rows(self, table: str, sha256: str) -> Path:
        return self.folder / table / f"{sha256}.parquet"

    def rejects(self, table: str, sha256: str) -> Path:
        return self.folder / table / f"{sha256}.rejects.parquet"

    def record(self, table: str, sha256: str) -> Path:
        """Where the record of a landed file lies, beside its rows."""
        return self.folder / table / f"{sha256}.json"

    def held_back_record(self, table: str, file: str) -> Path:
        """Where the record of a file that is held back lies: by its path, for the same bytes may land elsewhere."""
        return self.folder / table / f"held-back-{hashlib.sha256(file.encode()).hexdigest()}.json"

    @contextmanager
    def opened(self) -> Iterator[None]:
        """Keep other runs out and clear what a killed run left; raises IngestionError when another run is at work."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / ".lock").open("a") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                raise IngestionError(
                    f"{self.folder}: another run is taking in files; wait until it has ended"
                ) from error
            shutil.rmtree(self.temporary, ignore_errors=True)
            self.temporary.mkdir(exist_ok=True)
            try:
                yield
            finally:
                shutil.rmtree(self.temporary, ignore_errors=True)

    @contextmanager
    def workplace(self) -> Iterator[Path]:
        """A folder for one file's work, gone afterwards."""
        with tempfile.TemporaryDirectory(dir=self.temporary) as folder:
            yield Path(folder)

    def land(self, record: LandedFile, rows: Path, rejects: Path) -> None:
        """Move a parsed file to its place: rejects, rows, then the record."""
        sha256 = str(record.sha256)
        (self.folder / record.table).mkdir(exist_ok=True)
        if rejects.exists():
            _place(rejects, self.rejects(record.table, sha256))
        else:
            self.rejects(record.table, sha256).unlink(missing_ok=True)
        _place(rows, self.rows(record.table, sha256))
        self._write(self.record(record.table, sha256), record_text(record))

    def replace_rows(self, record: LandedFile, rows: Path, rejects: Path) -> None:
        """Put other values into the rows of a file that has landed; their number, order and lineage are the same."""
        self.land(record, rows, rejects)

    def hold_back(self, record: LandedFile) -> None:
        """Write the record of a file that stays out, unless it says what the last run said."""
        path = self.held_back_record(record.table, record.file)
        last = read_record(path)
        if last is None or replace(last, loaded_at=record.loaded_at) != record:
            path.parent.mkdir(exist_ok=True)
            self._write(path, record_text(record))

    def forget(self, record: LandedFile) -> None:
        """Remove the record of a file that is not held back any more."""
        path = self.held_back_record(record.table, record.file)
        path.unlink(missing_ok=True)
        with suppress(OSError):
            path.parent.rmdir()

    def remember_fingerprints(self, text: str) -> None:
        self._write(self.fingerprints, text)

    def _write(self, path: Path, text: str) -> None:
        with tempfile.NamedTemporaryFile(mode="w", dir=self.temporary, delete=False, encoding="utf-8") as file:
            file.write(text)
        Path(file.name).replace(path)


def _place(source: Path, target: Path) -> None:
    """Rename when the content is safe on disk.

    Records need no such care: where a power cut takes one, or the name of its rows, the next run lands the file again.
    """
    flush(source)
    source.replace(target)

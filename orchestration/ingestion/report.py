"""What a run made of the delivered files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from orchestration.ingestion.catalog import LandedFile
from orchestration.ingestion.manifest import DeliveredFile

Status = Literal["new", "present", "held_back"]


@dataclass(frozen=True, slots=True)
class FileResult:
    """What became of one delivered file; `rows` counts parsed and rejected rows."""

    table: str
    file: str
    sha256: str | None
    status: Status
    rows: int | None
    reason: str | None
    detail: str | None


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What became of every delivered file, in the order of delivery."""

    source: str
    files: tuple[FileResult, ...]

    def of(self, status: Status) -> tuple[FileResult, ...]:
        """The files with a status."""
        return tuple(file for file in self.files if file.status == status)

    @property
    def new_rows(self) -> int:
        """Rows that this run added."""
        return sum(file.rows or 0 for file in self.of("new"))


def looked_at(record: LandedFile) -> FileResult:
    """The result for a file that this run landed or held back."""
    return FileResult(
        table=record.table,
        file=record.file,
        sha256=record.sha256,
        status="new" if record.status == "landed" else "held_back",
        rows=record.rows_landed,
        reason=record.reason,
        detail=record.detail,
    )


def already_there(file: DeliveredFile, record: LandedFile) -> FileResult:
    """The result for a delivery whose content is in the raw zone."""
    return FileResult(file.table, file.file, record.sha256, "present", record.rows_landed, None, None)

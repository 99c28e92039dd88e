"""What the raw zone holds, read from the records beside its files."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from pathlib import Path


@dataclass(frozen=True, slots=True)
class LandedFile:
    """The record of one delivered file, landed or held back.

    `sha256` and `bytes` are None for a file that a manifest names and nobody delivered; counts and totals are None
    where a held-back file was not read that far. `rows_landed` counts parsed and rejected rows together.
    """

    source: str
    system: str
    table: str
    file: str
    sha256: str | None
    bytes: int | None
    business_date: date
    delivered_on: date
    kind: str
    rows_declared: int | None
    rows_landed: int | None
    rows_parsed: int | None
    rows_rejected: int | None
    control_column: str | None
    control_total_declared: str | None
    control_total_landed: str | None
    columns: tuple[str, ...]
    new_columns: tuple[str, ...]
    status: str
    reason: str | None
    detail: str | None
    loaded_at: datetime

    @property
    def order(self) -> tuple[date, date, str]:
        """The order of delivery."""
        return self.delivered_on, self.business_date, self.file


def landed_files(raw: Path, source: str) -> list[LandedFile]:
    """All records of a source, by table and order of delivery; a record that cannot be read counts as absent."""
    records = (read_record(path) for path in (raw / source).glob("[a-z]*/*.json"))
    return sorted((record for record in records if record), key=lambda record: (record.table, *record.order))


def read_record(path: Path) -> LandedFile | None:
    """The record in a file, None where there is none that can be read."""
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
        for key in ("business_date", "delivered_on"):
            values[key] = date.fromisoformat(values[key])
        values["loaded_at"] = datetime.fromisoformat(values["loaded_at"])
        for key in ("columns", "new_columns"):
            values[key] = tuple(values[key])
        return LandedFile(**{field.name: values[field.name] for field in fields(LandedFile)})
    except (OSError, ValueError, KeyError, TypeError):
        return None


def record_text(record: LandedFile) -> str:
    """The record as JSON text."""
    return json.dumps(asdict(record), default=lambda day: day.isoformat(), ensure_ascii=False, indent=1) + "\n"

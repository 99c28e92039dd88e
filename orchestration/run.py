"""What defines a run: its sources, its as-of date, and the batch that follows from them and from the data."""

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from functools import cache
from pathlib import Path

from orchestration.home import DBT_PROJECT, REFERENCE_SEEDS, Home, source_set
from orchestration.ingestion import LandedFile, landed_files, load_connector
from orchestration.ingestion.raw_zone import RawZone


class NothingLandedError(ValueError):
    """No file of the run's sources has landed."""


@dataclass(frozen=True)
class Batch:
    """One batch: the same inputs have the same batch_id on every machine.

    batch_id is the first 16 hex digits of a SHA-256 over the as-of date, the sources, the reporting currency (that of
    the first source), the landed files that were delivered by then, the customers that were erased, the models and the
    reference data.
    """

    batch_id: str
    as_of: date
    sources: tuple[str, ...]
    reporting_currency: str
    code_version: str


def files_of(home: Home, sources: Sequence[str]) -> list[LandedFile]:
    """The landed files of the sources, whatever their date."""
    return [file for source in sources for file in landed_files(home.raw, source)]


def latest_business_date(home: Home, sources: Sequence[str]) -> date:
    """The as-of date of a run that names none: the last business date that has landed.

    Raises:
        NothingLandedError: no file has landed.
    """
    dates = [file.business_date for file in files_of(home, sources) if file.status == "landed"]
    if not dates:
        raise NothingLandedError(
            f"every delivered file of {', '.join(sources)} is held back; 'warehouse status' says why"
        )
    return max(dates)


def resolve_batch(home: Home, sources: Sequence[str], as_of: date) -> Batch:
    """The batch that a run of these sources as of this date builds from what has landed."""
    code = code_version()
    currency = load_connector(sources[0]).reporting_currency
    digest = hashlib.sha256(f"{as_of}\n{source_set(sources)}\n{currency}\n{code}\n".encode())
    for file in sorted(
        f"{file.source}/{file.table}/{file.sha256}/{file.status}/{file.delivered_on}"
        for file in files_of(home, sources)
        if file.delivered_on <= as_of
    ):
        digest.update(file.encode() + b"\n")
    for source in sorted(set(sources)):
        digest.update(_erased(home, source))
    return Batch(
        batch_id=digest.hexdigest()[:16],
        as_of=as_of,
        sources=tuple(sorted(set(sources))),
        reporting_currency=currency,
        code_version=code,
    )


def _erased(home: Home, source: str) -> bytes:
    """The list of a source's erased customers, nothing where there is none."""
    path = RawZone(home.raw / source).erased
    return path.read_bytes() if path.exists() else b""


@cache
def code_version() -> str:
    """A hash over everything that defines the tables: dbt project files and reference data."""
    digest = hashlib.sha256()
    for path in sorted(_defining_files()):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def _defining_files() -> Iterator[Path]:
    yield DBT_PROJECT / "dbt_project.yml"
    folders: Iterable[Path] = (DBT_PROJECT / "models", DBT_PROJECT / "macros", REFERENCE_SEEDS)
    for folder in folders:
        yield from (
            path for path in folder.rglob("*") if path.suffix in {".sql", ".csv", ".yml", ".py", ".md", ".toml"}
        )


def environment(home: Home, batch: Batch) -> dict[str, str]:
    """The environment of the dbt process: where it builds, and the parameters of the run (see session.py)."""
    return {
        **os.environ,
        "WAREHOUSE_BUILD": str(home.build_database(batch.sources)),
        "WAREHOUSE_TEMP": str(home.build / "tmp"),
        "WAREHOUSE_RAW": str(home.raw),
        "WAREHOUSE_LEDGER": str(home.ledger),
        "WAREHOUSE_AS_OF": batch.as_of.isoformat(),
        "WAREHOUSE_BATCH": batch.batch_id,
        "WAREHOUSE_SOURCES": source_set(batch.sources),
        "WAREHOUSE_REPORTING_CURRENCY": batch.reporting_currency,
        "WAREHOUSE_KEY_SECRET": home.key_secret(),
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
    }


@dataclass(frozen=True)
class BuildState:
    """What a build database was last built for; written before work on it begins, so that a crash is seen."""

    as_of: str
    code_version: str
    is_rebuilding: bool

    @classmethod
    def of(cls, batch: Batch, *, is_rebuilding: bool) -> "BuildState":
        return cls(batch.as_of.isoformat(), batch.code_version, is_rebuilding)

    @classmethod
    def read(cls, home: Home, sources: Sequence[str]) -> "BuildState | None":
        """The state of a build, None where there is none that can be read: all is then built anew."""
        try:
            state = cls(**json.loads(_state_path(home, sources).read_text()))
            date.fromisoformat(state.as_of)
        except (FileNotFoundError, ValueError, TypeError):
            return None
        return state

    def write(self, home: Home, sources: Sequence[str]) -> None:
        path = _state_path(home, sources)
        path.parent.mkdir(parents=True, exist_ok=True)
        new = path.with_suffix(".new")
        new.write_text(json.dumps(asdict(self)))
        new.replace(path)


def needs_full_refresh(state: BuildState | None, batch: Batch) -> bool:
    """Incremental tables hold for the same code and the same or a later as-of date; else all is built anew.

    A rebuild that was cut short begins again, an incremental run that was cut short goes on.
    """
    if state is None or state.is_rebuilding:
        return True
    return state.code_version != batch.code_version or date.fromisoformat(state.as_of) > batch.as_of


def _state_path(home: Home, sources: Sequence[str]) -> Path:
    return home.build_database(sources).with_name("state.json")

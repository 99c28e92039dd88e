"""One delivery against its declaration: does it land, or why is it held back?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import duckdb

from orchestration.ingestion.catalog import LandedFile
from orchestration.ingestion.connector import Connector
from orchestration.ingestion.errors import HeldBackError
from orchestration.ingestion.fingerprints import Fingerprint, Fingerprints, state_of
from orchestration.ingestion.manifest import DeliveredFile
from orchestration.ingestion.parse import Job, Parsed, parse


@dataclass(frozen=True, slots=True)
class Delivery:
    """A delivered file and its content; `trouble` keeps it from being parsed."""

    file: DeliveredFile
    fingerprint: Fingerprint | None = None
    trouble: HeldBackError | None = None

    @property
    def sha256(self) -> str | None:
        return self.fingerprint.sha256 if self.fingerprint else None


def look_at(file: DeliveredFile, connector: Connector, seen: Fingerprints) -> Delivery:
    """What can be told of a delivered file without parsing it."""
    fingerprint = trouble = None
    try:
        fingerprint = seen.of(file.path)
    except FileNotFoundError:
        problem, remedy = "was declared and is not there", "deliver the file or correct what declares it"
        trouble = HeldBackError("missing_file", f"{file.file}: {problem}; {remedy}, and run again")
    except OSError as error:
        trouble = HeldBackError("unreadable", f"{file.file}: {error.strerror}; make it readable and run again")
    if file.trouble:
        trouble = HeldBackError("unreadable", file.trouble)
    elif file.table not in connector.tables:
        problem, remedy = f"connector {file.source} has no table {file.table!r}", "add it or correct the manifest"
        trouble = HeldBackError("unreadable", f"{file.file}: {problem}; {remedy}, and run again")
    return Delivery(file, fingerprint, trouble)


def examine(
    connection: duckdb.DuckDBPyConnection,
    delivery: Delivery,
    connector: Connector,
    folder: Path,
    loaded_at: datetime,
) -> LandedFile:
    """Parse a delivery and tell whether it lands; rows and rejects are then in `folder`, see `parse.Job`."""
    file, fingerprint, trouble = delivery.file, delivery.fingerprint, delivery.trouble
    parsed = None
    if trouble is None and fingerprint is not None:
        try:
            table = connector.tables[file.table]
            parsed = parse(Job(connection, file, fingerprint.sha256, table, folder, loaded_at))
            trouble = _changed(file, fingerprint) or _disagreement(file, parsed)
        except HeldBackError as error:
            trouble = error
    known = connector.tables[file.table].columns if file.table in connector.tables else ()
    columns = parsed.columns if parsed else ()
    return LandedFile(
        source=file.source,
        system=file.system,
        table=file.table,
        file=file.file,
        sha256=delivery.sha256,
        bytes=fingerprint.bytes if fingerprint else None,
        business_date=file.business_date,
        delivered_on=file.delivered_on,
        kind=file.kind,
        rows_declared=file.rows,
        rows_landed=parsed.rows if parsed else None,
        rows_parsed=parsed.rows_parsed if parsed else None,
        rows_rejected=parsed.rows_rejected if parsed else None,
        control_column=file.control_column,
        control_total_declared=_shown(file.control_total, file.control_total),
        control_total_landed=_shown(parsed.control_total if parsed else None, file.control_total),
        columns=columns,
        new_columns=tuple(column for column in columns if column not in known),
        status="held_back" if trouble else "landed",
        reason=trouble.reason if trouble else None,
        detail=trouble.detail if trouble else None,
        loaded_at=loaded_at,
    )


def _changed(file: DeliveredFile, fingerprint: Fingerprint) -> HeldBackError | None:
    try:
        if state_of(file.path) == fingerprint.state:
            return None
    except OSError:
        pass
    problem, remedy = "was written to while it was read", "run again when it is whole"
    return HeldBackError("unreadable", f"{file.file}: {problem}; {remedy}")


def _disagreement(file: DeliveredFile, parsed: Parsed) -> HeldBackError | None:
    remedy = "deliver the whole file or a corrected manifest and run again"
    if file.rows is not None and parsed.rows != file.rows:
        rejected = f", {parsed.rows_rejected:,} of them not readable as rows" if parsed.rows_rejected else ""
        problem = f"holds {parsed.rows:,} rows{rejected}, its manifest declares {file.rows:,}"
        return HeldBackError("row_count_mismatch", f"{file.file}: {problem}; {remedy}")
    if file.control_total is not None and parsed.control_total != file.control_total:
        found, declared = _shown(parsed.control_total, file.control_total), _shown(file.control_total, None)
        problem = f"{file.control_column} sums to {found}, its manifest declares {declared}"
        return HeldBackError("control_total_mismatch", f"{file.file}: {problem}; {remedy}")
    return None


def _shown(number: Decimal | None, like: Decimal | None) -> str | None:
    """A number without an exponent and without trailing zeros, but with as many decimals as `like` has."""
    if number is None:
        return None
    decimals = max(_decimals(number.normalize()), _decimals(like) if like is not None else 0)
    return f"{number:.{decimals}f}"


def _decimals(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0

"""One run of the pipeline through Dagster, in this process."""

import io
import shutil
import sys
from collections.abc import Mapping, Sequence
from contextlib import redirect_stderr
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TextIO

import dagster as dg
from dagster_shared.error import SerializableErrorInfo

from orchestration.definitions import warehouse
from orchestration.faults import discard_build, is_damaged, machine_fault
from orchestration.home import Home
from orchestration.ingestion import find_delivered, load_connector
from orchestration.ledger import read_chain
from orchestration.progress import say
from orchestration.publishing import (
    Publication,
    PublicationError,
    current_publication,
    remove_leftovers,
    verified_publication,
)
from orchestration.run import latest_business_date, resolve_batch

EVENT_LOG = "Exception while writing logger call to event log"


@dataclass(frozen=True)
class FailedCheck:
    """A critical check that did not pass."""

    table: str
    name: str
    detail: str


@dataclass(frozen=True)
class Outcome:
    """How a run ended: published (or already there), or the reasons why not."""

    publication: Publication | None
    is_new: bool
    failed_checks: list[FailedCheck]
    failed_steps: list[str]


def execute(
    home: Home,
    sources: Sequence[str],
    as_of: date | None,
    landing: Mapping[str, Path],
    *,
    full_refresh: bool = False,
) -> Outcome:
    """Ingest, build, check and publish. Where the batch is already published, only ingestion runs.

    What a killed run has left is removed first. A build database that is not whole is built anew, and so is a
    published batch that cannot be read.

    `landing` names the folder of sources whose files are not in the home's own landing folder.

    Raises:
        HomeIsBusyError: another run writes to this home.
        IngestionError: nothing of a source was delivered.
        LedgerError: the batch ledger was changed by hand.
        NothingLandedError: every file that was delivered is held back.
    """
    try:
        return _run(home, sources, as_of, landing, full_refresh=full_refresh)
    except Exception as error:
        fault = machine_fault(str(error), home.root)
        if fault is None:
            raise
        return Outcome(None, is_new=False, failed_checks=[], failed_steps=[fault])


def _run(
    home: Home, sources: Sequence[str], as_of: date | None, landing: Mapping[str, Path], *, full_refresh: bool
) -> Outcome:
    with home.lock(), dg.DagsterInstance.local_temp(str(home.dagster())) as instance:
        remove_leftovers(home)
        shutil.rmtree(home.build / "tmp", ignore_errors=True)
        read_chain(home.ledger)
        for source in sources:
            find_delivered(landing.get(source, home.landing), load_connector(source))
        repository = warehouse()
        config = {
            "sources": list(sources),
            "as_of": as_of.isoformat() if as_of else "",
            "landing": {source: str(folder) for source, folder in landing.items()},
            "full_refresh": full_refresh,
        }
        for source in sources:
            ingested = _execute(repository, f"ingest_{source}_alone", config, instance)
            if not ingested.success:
                return _failed(ingested, home)
        batch = resolve_batch(home, sources, as_of or latest_business_date(home, sources))
        current = _readable_publication(home)
        if current and current.batch_id == batch.batch_id and not full_refresh:
            return Outcome(current, is_new=False, failed_checks=[], failed_steps=[])
        built = _execute(repository, "build", config, instance)
        if not built.success and any(is_damaged(reason) for reason in _reasons(built)):
            say(discard_build(home, sources))
            built = _execute(repository, "build", config, instance)
        if not built.success:
            return _failed(built, home)
        return Outcome(current_publication(home), is_new=True, failed_checks=[], failed_steps=[])


def _readable_publication(home: Home) -> Publication | None:
    """The batch that readers see; one that cannot be read counts as none, and is told."""
    try:
        return verified_publication(home)
    except PublicationError as error:
        say(f"{error}: a new version takes its place")
        return None


def _execute(
    repository: dg.Definitions, job: str, config: dict[str, object], instance: dg.DagsterInstance
) -> dg.ExecuteInProcessResult:
    with redirect_stderr(_WithoutEventLog(sys.stderr)):
        return repository.resolve_job_def(job).execute_in_process(
            run_config={"resources": {"run": {"config": config}}, "loggers": {"progress": {}}},
            instance=instance,
            raise_on_error=False,
        )


class _WithoutEventLog(io.TextIOBase):
    """Standard error without the events that Dagster prints whole, values and all, where its log has no room."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        return len(text) if text.startswith(EVENT_LOG) else self._stream.write(text)

    def flush(self) -> None:
        self._stream.flush()


def _failed(result: dg.ExecuteInProcessResult, home: Home) -> Outcome:
    faults = [fault for reason in _reasons(result) if (fault := machine_fault(reason, home.root))]
    if faults:
        return Outcome(None, is_new=False, failed_checks=[], failed_steps=faults[:1])
    checks = [
        FailedCheck(".".join(check.asset_key.path), check.check_name, check.description or _failing_rows(check))
        for check in _failed_checks(result)
    ]
    return Outcome(None, is_new=False, failed_checks=checks, failed_steps=_failed_steps(result))


def _failed_checks(result: dg.ExecuteInProcessResult) -> list[dg.AssetCheckEvaluation]:
    return [
        check
        for check in result.get_asset_check_evaluations()
        if not check.passed and check.severity == dg.AssetCheckSeverity.ERROR
    ]


def _failed_steps(result: dg.ExecuteInProcessResult) -> list[str]:
    return [
        f"{event.step_key}: {_reason(event.step_failure_data.error)}"
        for event in result.all_events
        if event.is_step_failure
    ]


def _reasons(result: dg.ExecuteInProcessResult) -> list[str]:
    """What failed steps and checks say: a fault of the machine is named there."""
    return [*_failed_steps(result), *(check.description or "" for check in _failed_checks(result))]


def _failing_rows(check: dg.AssetCheckEvaluation) -> str:
    """What a dbt test says: it has no description of its own, but counts rows."""
    count = check.metadata.get("dagster_dbt/failed_row_count")
    found = f"{count.value:,} row(s)" if count else "rows"
    return f"{'.'.join(check.asset_key.path)}: {found} that must not be there; the test's file says why it matters"


def _reason(error: SerializableErrorInfo | None) -> str:
    """The message of the first cause, without Dagster's wrapping and without a trace."""
    while error and error.cause:
        error = error.cause
    return error.message.strip() if error else "no reason was given"

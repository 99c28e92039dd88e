"""One run of the pipeline through Dagster, in this process."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import dagster as dg
from dagster_shared.error import SerializableErrorInfo

from orchestration.definitions import warehouse
from orchestration.home import Home
from orchestration.ingestion import find_delivered, load_connector
from orchestration.publishing import Publication, current_publication
from orchestration.run import latest_business_date, resolve_batch


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

    `landing` names the folder of sources whose files are not in the home's own landing folder.

    Raises:
        HomeIsBusyError: another run writes to this home.
        IngestionError: nothing of a source was delivered.
        NothingLandedError: every file that was delivered is held back.
    """
    with home.lock(), dg.DagsterInstance.local_temp(str(home.dagster())) as instance:
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
                return _failed(ingested)
        batch = resolve_batch(home, sources, as_of or latest_business_date(home, sources))
        current = current_publication(home)
        if current and current.batch_id == batch.batch_id and not full_refresh:
            return Outcome(current, is_new=False, failed_checks=[], failed_steps=[])
        built = _execute(repository, "build", config, instance)
        if not built.success:
            return _failed(built)
        return Outcome(current_publication(home), is_new=True, failed_checks=[], failed_steps=[])


def _execute(
    repository: dg.Definitions, job: str, config: dict[str, object], instance: dg.DagsterInstance
) -> dg.ExecuteInProcessResult:
    return repository.resolve_job_def(job).execute_in_process(
        run_config={"resources": {"run": {"config": config}}, "loggers": {"progress": {}}},
        instance=instance,
        raise_on_error=False,
    )


def _failed(result: dg.ExecuteInProcessResult) -> Outcome:
    checks = [
        FailedCheck(".".join(check.asset_key.path), check.check_name, check.description or _failing_rows(check))
        for check in result.get_asset_check_evaluations()
        if not check.passed and check.severity == dg.AssetCheckSeverity.ERROR
    ]
    steps = [
        f"{event.step_key}: {_reason(event.step_failure_data.error)}"
        for event in result.all_events
        if event.is_step_failure
    ]
    return Outcome(None, is_new=False, failed_checks=checks, failed_steps=steps)


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

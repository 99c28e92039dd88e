"""When runs begin by themselves, and who hears of a failure."""

import os
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

import dagster as dg

from orchestration.alerts import send_alert
from orchestration.defs.ingestion.assets import raw_key
from orchestration.home import Home
from orchestration.ingestion import available_connectors, load_connector

# The sources of the daily run, for example "core+crm"; the sensor asks for whatever source has landed.
DAILY_SOURCES = tuple(os.environ.get("WAREHOUSE_DAILY_SOURCES", "demo").split("+"))


def raw_of(sources: Iterable[str]) -> dg.AssetSelection:
    """The raw tables of some sources."""
    keys = [raw_key(source, table) for source in sources for table in load_connector(source).tables]
    return dg.AssetSelection.assets(*keys).without_checks()


RAW = raw_of(available_connectors())
BEHIND_RAW = dg.AssetSelection.all() - RAW


def run_config(sources: Sequence[str], as_of: str = "") -> dict[str, object]:
    """Dagster run configuration; without an as-of date a run takes the last business date that has landed."""
    return {"resources": {"run": {"config": {"sources": list(sources), "as_of": as_of}}}}


@dg.daily_partitioned_config(start_date="2024-01-01")
def as_of_partition(start: datetime, _end: datetime) -> dict[str, object]:
    """One partition for each as-of date: the sources as they were known at the end of that day."""
    return run_config(DAILY_SOURCES, start.date().isoformat())


ingest_jobs = [
    dg.define_asset_job(
        f"ingest_{source}_alone",
        selection=raw_of([source]),
        description=f"Delivered files of {source} into the raw zone, and nothing more.",
    )
    for source in available_connectors()
]
build_job = dg.define_asset_job(
    "build", selection=BEHIND_RAW, description="From the raw zone through all checks to the published batch."
)
daily_job = dg.define_asset_job(
    "daily",
    selection=BEHIND_RAW | raw_of(DAILY_SOURCES),
    config=as_of_partition,
    description="The whole way from landing to published, as of the partition's date.",
)
on_landing_jobs = {
    source: dg.define_asset_job(
        f"on_landing_of_{source}",
        selection=BEHIND_RAW | raw_of([source]),
        description=f"The whole way for {source}, as of the last business date that has landed.",
    )
    for source in available_connectors()
}
daily_schedule = dg.build_schedule_from_partitioned_job(daily_job, hour_of_day=5, name="daily_at_five")


@dg.sensor(jobs=list(on_landing_jobs.values()), minimum_interval_seconds=60)
def landing_sensor(context: dg.SensorEvaluationContext) -> dg.SensorResult:
    """Asks for a run of each source whose landing folder holds a delivery that was not there before.

    A delivery counts once its manifest stands (source systems write it last); a source without manifests counts
    by its files.
    """
    landing = Home.from_environment().landing
    seen = set((context.cursor or "").split("\n"))
    found = {
        str(path.relative_to(landing)): source
        for source in available_connectors()
        for path in _arrivals(landing / source)
    }
    new_sources = sorted({source for path, source in found.items() if path not in seen})
    cursor = "\n".join(sorted(found))
    requests = [
        dg.RunRequest(job_name=on_landing_jobs[source].name, run_config=run_config([source])) for source in new_sources
    ]
    return dg.SensorResult(run_requests=requests, cursor=cursor)


def _arrivals(folder: Path) -> list[Path]:
    manifests = sorted(folder.rglob("manifest.json"))
    return manifests or sorted(path for path in folder.glob("*") if path.is_file())


@dg.run_failure_sensor
def failure_alert(context: dg.RunFailureSensorContext) -> None:
    """Sends the failure to the command in WAREHOUSE_ALERT_COMMAND."""
    send_alert(
        f"run {context.dagster_run.run_id} of {context.dagster_run.job_name} failed: {context.failure_event.message}"
    )


@dg.definitions
def automation() -> dg.Definitions:
    return dg.Definitions(
        jobs=[*ingest_jobs, build_job, daily_job, *on_landing_jobs.values()],
        schedules=[daily_schedule],
        sensors=[landing_sensor, failure_alert],
    )

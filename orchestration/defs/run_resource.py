"""The parameters of a run as a Dagster resource: set on the launchpad, by the schedule, the sensor or the command."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import dagster as dg
from pydantic import Field

from orchestration.home import STEP_PATIENCE, Home
from orchestration.ledger import Attempt, Entry, Status, record_attempt
from orchestration.progress import progress_logger
from orchestration.run import Batch, latest_business_date, resolve_batch


class RunParameters(dg.ConfigurableResource):  # type: ignore[type-arg]
    """Which sources a run loads, as of which date, and where their landing folder is.

    An empty as_of means the last business date that has landed; a source that landing does not name has its files in
    the home's own folder.
    """

    sources: list[str] = Field(default=["demo"])
    as_of: str = ""
    landing: dict[str, str] = Field(default={})
    full_refresh: bool = False

    @property
    def home(self) -> Home:
        return Home.from_environment()

    def landing_folder(self, source: str) -> Path:
        return Path(self.landing[source]) if source in self.landing else self.home.landing

    def batch(self) -> Batch:
        """The batch that follows from what has landed. Asked after ingestion."""
        as_of = date.fromisoformat(self.as_of) if self.as_of else latest_business_date(self.home, self.sources)
        return resolve_batch(self.home, self.sources, as_of)

    def record(
        self,
        status: Status,
        *,
        layers: Sequence[str],
        run_id: str,
        instance: dg.DagsterInstance,
        stopped_at: str | None = None,
        failed_tests: Sequence[tuple[str, str]] = (),
    ) -> Entry:
        """Add this attempt to the ledger; `layers` are those that it has built to the end.

        Raises:
            LedgerError: the ledger was changed by hand.
        """
        began = instance.get_run_stats(run_id).start_time
        now = datetime.now(UTC)
        with self.home.lock(STEP_PATIENCE):
            return record_attempt(
                self.home,
                Attempt(
                    batch=self.batch(),
                    status=status,
                    layers=layers,
                    started_at=datetime.fromtimestamp(began, UTC) if began else now,
                    recorded_at=now,
                    stopped_at=stopped_at,
                    failed_tests=failed_tests,
                ),
            )


@dg.definitions
def run_resource() -> dg.Definitions:
    return dg.Definitions(resources={"run": RunParameters()}, loggers={"progress": progress_logger})

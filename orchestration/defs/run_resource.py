"""The parameters of a run as a Dagster resource: set on the launchpad, by the schedule, the sensor or the command."""

from datetime import date
from pathlib import Path

import dagster as dg
from pydantic import Field

from orchestration.home import Home
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


@dg.definitions
def run_resource() -> dg.Definitions:
    return dg.Definitions(resources={"run": RunParameters()}, loggers={"progress": progress_logger})

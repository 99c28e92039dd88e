"""Simulated banks that the tests share."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from simulator import SimulationSummary, simulate
from tests.unit.simulator.landing import LandedFile, Row, landed_files, misfit
from tests.unit.simulator.rules import breaches


@dataclass(frozen=True)
class Bank:
    """A simulated bank on disk and what was read back from it."""

    home: Path
    summary: SimulationSummary
    files: list[LandedFile]

    def of(self, table: str) -> list[LandedFile]:
        """The files of a table."""
        return [file for file in self.files if file.table == table]

    def good(self, table: str) -> list[tuple[LandedFile, Row]]:
        """The good rows of the files that fit their manifests, in order of precedence: the last wins."""
        files = self.of(table)
        kept = [file for file in files if misfit(file, files[0]) is None]
        kept.sort(key=lambda file: (file.delivered_on, file.business_date))
        return [(file, row) for file in kept for row in file.rows if not breaches(table, row)]

    def winners(self, table: str, *key: str) -> dict[tuple[str, ...], Row]:
        """The winning row of each key."""
        return {tuple(row[column] for column in key): row for _, row in self.good(table)}

    def versions(self, table: str, key: str) -> dict[str, list[tuple[date, Row]]]:
        """The versions of each key by business date, in order; of one business date the last delivered."""
        found: dict[str, dict[date, Row]] = {}
        for file, row in self.good(table):
            found.setdefault(row[key], {})[file.business_date] = row
        return {number: sorted(rows.items(), key=lambda pair: pair[0]) for number, rows in found.items()}


def made(home: Path, **arguments: object) -> Bank:
    """A bank made with the arguments, read back."""
    summary = simulate(out=home, **arguments)  # type: ignore[arg-type]
    return Bank(home, summary, list(landed_files(home / "landing")))


@pytest.fixture(scope="session")
def dirty_bank(tmp_path_factory: pytest.TempPathFactory) -> Bank:
    """A small bank with everything that goes wrong, over more than one year."""
    return made(tmp_path_factory.mktemp("dirty"), customers=150, months=14, seed=11)


@pytest.fixture(scope="session")
def clean_bank(tmp_path_factory: pytest.TempPathFactory) -> Bank:
    """A small bank without dirt."""
    return made(tmp_path_factory.mktemp("clean"), customers=150, months=8, seed=12, dirty=False)

"""The code location: everything is declared under defs/, one folder per concern."""

from pathlib import Path

import dagster as dg


@dg.definitions
def warehouse() -> dg.Definitions:
    """All assets, checks, jobs, schedules and sensors."""
    return dg.load_from_defs_folder(path_within_project=Path(__file__).parent)

"""The home of a warehouse: every path below it, its secret and its lock."""

import fcntl
import json
import os
import secrets
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

REPOSITORY = Path(__file__).resolve().parent.parent
DBT_PROJECT = REPOSITORY / "dbt_project"
REFERENCE_SEEDS = REPOSITORY / "seeds" / "reference"

# DuckDB names a catalog after the file. The name must not be that of a schema in it, or warehouse.dim_customer is
# ambiguous: so the file that readers open, warehouse.duckdb, is a link to one of this name.
DATABASE = "bank.duckdb"


# Dagster's usage statistics stay switched off. It does not capture output either: no step prints, dbt writes a log of
# its own, and a killed run leaves no process behind.
DAGSTER_SETTINGS = """\
telemetry:
  enabled: false
compute_logs:
  module: dagster._core.storage.noop_compute_log_manager
  class: NoOpComputeLogManager
"""


KEY_VARIABLE = "WAREHOUSE_KEY_SECRET"
STEP_PATIENCE = 3600.0  # seconds that a step waits for the run of somebody else to end


class HomeIsBusyError(RuntimeError):
    """Another run writes to this home."""


@dataclass(frozen=True)
class Home:
    """The folders under WAREHOUSE_HOME. Nothing is made before it is needed."""

    root: Path

    @classmethod
    def from_environment(cls) -> "Home":
        """WAREHOUSE_HOME, ./data by default."""
        return cls(Path(os.environ.get("WAREHOUSE_HOME", "data")).resolve())

    @property
    def landing(self) -> Path:
        return self.root / "landing"

    @property
    def raw(self) -> Path:
        return self.root / "raw"

    @property
    def build(self) -> Path:
        return self.root / "build"

    @property
    def published(self) -> Path:
        return self.root / "published"

    @property
    def ledger(self) -> Path:
        """What came of every attempt to build a batch; see orchestration/ledger."""
        return self.root / "ledger"

    @property
    def checks(self) -> Path:
        return self.build / "checks"

    @property
    def docs(self) -> Path:
        return self.root / "docs"

    def make(self, folder: Path) -> Path:
        """Make a folder of the home where it is not there; a new home is for its owner alone, whatever the umask."""
        if not self.root.exists():
            self.root.parent.mkdir(parents=True, exist_ok=True)
            self.root.mkdir(mode=0o700, exist_ok=True)
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def is_open_to_others(self) -> bool:
        """Whether other users can enter the home: everything in it holds personal data."""
        return self.root.exists() and bool(self.root.stat().st_mode & 0o077)

    def dagster(self) -> Path:
        """Dagster's own home, with its settings: runs are recorded there, and the web interface shows them."""
        folder = self.make(self.root / "dagster")
        (folder / "dagster.yaml").write_text(DAGSTER_SETTINGS)
        return folder

    def build_database(self, sources: Sequence[str]) -> Path:
        """One build database for each set of sources, so that sources never mix by accident.

        The file's name is always the same: DuckDB names the catalog after it, and views name their catalog.
        """
        return self.build / source_set(sources) / DATABASE

    def key_secret(self) -> str:
        """The secret behind all surrogate keys: WAREHOUSE_KEY_SECRET, else a file that is made once.

        The file has mode 0600. Who restores a warehouse elsewhere takes the secret along, or all keys change.
        """
        if given := os.environ.get(KEY_VARIABLE):
            return given
        path = self.root / "key.secret"
        if not path.exists():
            self.make(self.root)
            new = self.root / f".key.secret.{os.getpid()}"
            with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
                file.write(secrets.token_hex(32))
            try:
                os.link(new, path)  # never replaces a secret that another process made meanwhile
            except FileExistsError:
                pass
            finally:
                new.unlink()
        return path.read_text().strip()

    @contextmanager
    def lock(self, patience: float = 0) -> Iterator[None]:
        """Hold the home for writing: DuckDB has one writer. Waits up to `patience` seconds for another process.

        The system frees the lock when its process ends, however it ends. A pool of Dagster's would not do: a killed
        run keeps its place there, and the next one waits for ever.

        Raises:
            HomeIsBusyError: another process holds it; the message names the process.
        """
        deadline = time.monotonic() + patience
        self.make(self.build)
        with (self.build / "lock").open("a+") as file:
            while not _locked(file):
                holder = _holder(file)
                if holder == os.getpid():
                    yield  # a step of a run that holds the home already
                    return
                if time.monotonic() >= deadline:
                    raise HomeIsBusyError(
                        f"{self.root}: process {holder or 'of unknown number'} is running on this home; "
                        "wait until it ends, or give this run another WAREHOUSE_HOME"
                    )
                time.sleep(1)
            file.seek(0)
            file.truncate()
            file.write(json.dumps({"pid": os.getpid()}))
            file.flush()
            try:
                yield
            finally:
                file.truncate(0)


def _locked(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def without_secret(environment: Mapping[str, str]) -> dict[str, str]:
    """An environment for a process that makes no keys."""
    return {name: value for name, value in environment.items() if name != KEY_VARIABLE}


def _holder(file: IO[str]) -> int | None:
    """The process that wrote its number into the lock, None where it has not yet, or where something else stands."""
    file.seek(0)
    try:
        return int(json.loads(file.read())["pid"])
    except (ValueError, KeyError, TypeError):
        return None


def engine_settings(temporary: Path) -> dict[str, str | bool | int | float | list[str]]:
    """DuckDB's memory limit, WAREHOUSE_MEMORY (4GB by default), and where it goes on beyond it."""
    return {"memory_limit": os.environ.get("WAREHOUSE_MEMORY", "4GB"), "temp_directory": str(temporary)}


def source_set(sources: Sequence[str]) -> str:
    """The name of a set of sources: sorted and joined by a plus sign."""
    return "+".join(sorted(set(sources)))

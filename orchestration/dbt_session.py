"""dbt in this process: no start and no parse for each layer, and the build database is let go in between.

dbt's own command costs 7 seconds of processor time before the first model, three times a run.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from typing import Any

from dbt.adapters.duckdb.connections import DuckDBConnectionManager
from dbt.cli.main import dbtRunner, dbtRunnerResult
from dbt.contracts.graph.manifest import Manifest
from dbt_common.events.base_types import EventMsg
from dbt_common.events.functions import msg_to_dict

from orchestration.home import DBT_PROJECT
from orchestration.manifest import TARGET
from orchestration.messages import show, told_by_dbt

RESULTS = {"LogSeedResult", "LogModelResult", "LogTestResult"}


class DbtError(RuntimeError):
    """dbt could not build what was asked; each line names a model or test and says why."""


def invoke(arguments: Sequence[str], variables: Mapping[str, str], output: Path) -> Iterator[dict[str, Any]]:
    """Run a dbt command and give the result of each node as dbt's structured log has it, while it goes on.

    `variables` is the environment that the profile and the session variables read; `output` gets the compiled SQL and
    dbt.log: a line for each node and what failed, without values of rows, which dbt's own log would quote.
    Other processes, and this one, can open the build database when the iterator is exhausted.

    Raises:
        DbtError: a node failed, after all results were given.
    """
    events: SimpleQueue[dict[str, Any] | dbtRunnerResult] = SimpleQueue()

    def tell(message: EventMsg) -> None:
        if message.info.name in RESULTS:
            events.put(msg_to_dict(message))

    def run() -> None:
        events.put(dbtRunner(manifest=_manifest(), callbacks=[tell]).invoke([*arguments, *_options(output)]))

    output.mkdir(parents=True, exist_ok=True)
    with (output / "dbt.log").open("w", encoding="utf-8") as log, _environment(variables):
        thread = Thread(target=run, name="dbt")
        thread.start()
        try:
            while isinstance(event := events.get(), dict):
                log.write(f"{event['info']['msg']}\n")
                yield event
        finally:
            thread.join()
            _let_go()
        if not event.success:
            reason = _reason(event)
            log.write(f"{reason}\n")
            raise DbtError(reason)


def _options(output: Path) -> list[str]:
    return [
        *("--project-dir", str(DBT_PROJECT), "--profiles-dir", str(DBT_PROJECT)),
        *("--target-path", str(output), "--log-path", str(output)),
        *("--log-level", "none", "--log-level-file", "none", "--no-use-colors"),
        *("--no-write-json", "--no-send-anonymous-usage-stats"),
    ]


@cache
def _manifest() -> Manifest:
    """The parsed project; it holds for the life of the process, as the code does."""
    manifest = Manifest.from_msgpack((TARGET / "partial_parse.msgpack").read_bytes())
    manifest.build_flat_graph()  # what macros see as `graph`; dbt does this after parsing alone
    return manifest


def _let_go() -> None:
    """dbt-duckdb keeps its connection until the process ends; the checks and the publisher need the file."""
    environment = DuckDBConnectionManager._ENV
    if environment is not None:
        environment.close()
        DuckDBConnectionManager._ENV = None


def _reason(result: dbtRunnerResult) -> str:
    nodes = getattr(result.result, "results", [])
    failed = [node for node in nodes if str(node.status) in ("error", "fail")]
    for node in failed:
        show(f"{node.node.name}: {node.message}")
    lines = [f"{node.node.name}: {told_by_dbt(node.message or '')}" for node in failed]
    if lines or result.exception is None:
        return "\n".join(lines)
    show(str(result.exception))
    return told_by_dbt(str(result.exception))


@contextmanager
def _environment(values: Mapping[str, str]) -> Iterator[None]:
    before = dict(os.environ)
    os.environ.update(values)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)

"""Runs the suites of a layer, and builds the documentation of what came out.

Great Expectations takes seconds to import, so nothing here imports it before something is run.
"""

import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from expectations.results import (
    CheckResult,
    failed,
    from_validation,
    not_applicable,
    read_results,
    write_results,
)
from expectations.suites import FOLDER, LAYERS, ROW_COUNT, ROW_QUERY, CheckSpec, all_checks, load_layer

if TYPE_CHECKING:
    from expectations.engine import Layer

__all__ = ["CheckResult", "CheckSpec", "all_checks", "build_data_docs", "read_results", "run_layer"]

# Called after each table: tables done, tables of the layer, the table.
Progress = Callable[[int, int, str], None]

_AS_OF = re.compile(r"\$as_of(?: - (\d+) days)?")


def run_layer(
    layer: str,
    *,
    database: Path | None,
    raw_root: Path,
    sources: Sequence[str],
    as_of: date,
    results: Path,
    progress: Progress | None = None,
    folder: Path = FOLDER,
) -> list[CheckResult]:
    """Validates every suite of a layer and keeps the results under `results`.

    What an earlier run left of this layer and of those behind it is removed first: it speaks of other data.
    `database` is the build database, opened read-only; the raw layer has none and reads the Parquet files
    under `raw_root`. `folder` holds the suites. Raises SuiteError where a suite is wrong, ValueError where a
    database is missing.
    """
    checks = load_layer(layer, folder)
    suites = [(table, list(suite)) for table, suite in groupby(checks, key=lambda check: check.table)]
    for stale in LAYERS[LAYERS.index(layer) :]:
        shutil.rmtree(results / stale, ignore_errors=True)
        (results / f"{stale}.json").unlink(missing_ok=True)
    kept = results / layer
    kept.mkdir(parents=True)
    outcome: list[CheckResult] = []
    with _opened(layer, database, raw_root, sources, as_of, results) as opened:
        tables = opened.tables()
        for done, (table, suite) in enumerate(suites, start=1):
            wanted = [check for check in suite if check.applies_to(frozenset(sources))]
            by_name = {check.name: not_applicable(check, f"{'+'.join(sources)} has none") for check in suite}
            if table in tables:
                by_name |= _validate(opened, table, wanted, as_of, kept)
            else:
                by_name |= {check.name: _missing(check) for check in wanted}
            outcome += by_name.values()
            if progress:
                progress(done, len(suites), f"{layer}.{table}")
    write_results(results / f"{layer}.json", outcome)
    return outcome


def build_data_docs(results: Path, docs: Path) -> Path:
    """The static site of all layers that have run; returns its index.html."""
    from expectations.data_docs import build_site

    return build_site(results, docs)


@contextmanager
def _opened(
    layer: str, database: Path | None, raw_root: Path, sources: Sequence[str], as_of: date, results: Path
) -> Iterator["Layer"]:
    from expectations.engine import open_layer
    from expectations.raw_views import build_raw_views

    if layer == "raw":
        database = results / "raw_views.duckdb"
        build_raw_views(database, raw_root, sources, as_of)
    if database is None or not database.exists():
        raise ValueError(f"the {layer} layer is read from a build database, and {database} is not there")
    variables = {"as_of": as_of.isoformat(), "sources": "+".join(sorted(sources)), "raw_root": str(raw_root)}
    try:
        with open_layer(database, layer, variables) as opened:
            yield opened
    finally:
        if layer == "raw":
            database.unlink()


def _validate(
    opened: "Layer", table: str, checks: Sequence[CheckSpec], as_of: date, kept: Path
) -> dict[str, CheckResult]:
    from expectations.data_docs import keep_validation
    from expectations.translation import error_of, expectation_for

    if not checks:
        return {}
    bound = {check.name: bind(check, as_of) for check in checks}
    validation = opened.validate(table, [expectation_for(check) for check in bound.values()])
    by_name: dict[str, CheckResult] = {}
    for result in validation.results:
        check = bound[result.expectation_config.meta["name"]]
        error = error_of(result)
        by_name[check.name] = (
            failed(check, f"could not be computed, {error}")
            if error
            else from_validation(check, bool(result.success), result.result)
        )
    keep_validation(validation, kept / f"{table}.json", as_of)
    return by_name


def bind(check: CheckSpec, as_of: date) -> CheckSpec:
    """The check with the as-of date in the place of `$as_of`: a date in a query, else its ISO text."""
    literal = "date '{}'" if check.expect == ROW_QUERY else "{}"
    bound = {key: _bound(value, as_of, literal) for key, value in check.arguments.items()}
    return replace(check, arguments=bound)


def _bound(value: object, as_of: date, literal: str) -> object:
    if not isinstance(value, str):
        return value
    return _AS_OF.sub(lambda found: literal.format((as_of - timedelta(days=int(found[1] or 0))).isoformat()), value)


def _missing(check: CheckSpec) -> CheckResult:
    """A raw table of which no file has landed is an empty one; a table that a build owes has failed."""
    if check.layer == "raw" and check.expect != ROW_COUNT:
        return not_applicable(check, "no file has landed")
    if check.layer == "raw":
        return failed(check, "no file has landed", observed=0)
    return failed(check, "the table is not in the build database")

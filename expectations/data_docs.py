"""Data Docs: the static site of Great Expectations over the results that were kept.

The pages load nothing from elsewhere: they open on a machine without a network, and a browser tells nobody
what it reads. They hold counts and aggregates, no value of a row.
"""

import json
import re
import shutil
from datetime import UTC, date, datetime
from html import escape
from itertools import groupby
from pathlib import Path
from string import Template
from urllib.parse import quote

from great_expectations.core import ExpectationSuite, ExpectationSuiteValidationResult
from great_expectations.core.expectation_validation_result import ExpectationSuiteValidationResultSchema
from great_expectations.core.run_identifier import RunIdentifier
from great_expectations.data_context.types.resource_identifiers import (
    ExpectationSuiteIdentifier,
    ValidationResultIdentifier,
)

from expectations.engine import new_context
from expectations.results import CheckResult, read_results
from expectations.translation import error_of

_STYLE = Path(__file__).with_name("data_docs.css")

# What GX's pages load or link to elsewhere: scripts, styles, pictures, a newsletter.
_ELSEWHERE = re.compile(
    r"<script[^>]*\bsrc=[\"']https?:[^>]*>\s*</script>|<(?:link|img)\b[^>]*=[\"']https?:[^>]*>"
    r"|url\([\"']?https?:[^)]*\)|<a\b[^>]*href=[\"']https?:[^>]*>.*?</a>|<footer.*?</footer>",
    re.DOTALL,
)


def keep_validation(validation: ExpectationSuiteValidationResult, path: Path, as_of: date) -> None:
    """Writes a validation for the site: errors in one line, without traces, which may quote values."""
    moment = datetime(as_of.year, as_of.month, as_of.day, tzinfo=UTC)
    validation.meta["run_id"] = RunIdentifier(run_name=f"as-of-{as_of.isoformat()}", run_time=moment)
    for result in validation.results:
        error = error_of(result)
        result.exception_info = {
            "raised_exception": error is not None,
            "exception_message": error or "",
            "exception_traceback": "",
        }
    path.write_text(json.dumps(validation.to_json_dict(), indent=1), encoding="utf-8")


def build_site(results: Path, docs: Path) -> Path:
    """The site under `docs`, in place of what was there; returns its index.html."""
    rising = docs.with_name(f".{docs.name}.rising")
    shutil.rmtree(rising, ignore_errors=True)
    _render(results, rising)
    pages = _close(rising)
    (rising / "index.html").write_text(_index(read_results(results), pages), encoding="utf-8")
    shutil.rmtree(docs, ignore_errors=True)
    rising.rename(docs)
    return docs / "index.html"


def _render(results: Path, folder: Path) -> None:
    """Great Expectations' own pages: one per suite, one per validation."""
    context = new_context()
    store = {"class_name": "TupleFilesystemStoreBackend", "base_directory": str(folder.absolute())}
    context.add_data_docs_site("site", {"class_name": "SiteBuilder", "store_backend": store})
    for path in sorted(results.glob("*/*.json")):
        validation = ExpectationSuiteValidationResultSchema().load(json.loads(path.read_text("utf-8")))
        configurations = [result.expectation_config for result in validation.results]
        context.suites.add(
            ExpectationSuite(
                name=validation.suite_name,
                expectations=[configuration.to_domain_obj() for configuration in configurations],
            )
        )
        key = ValidationResultIdentifier(
            expectation_suite_identifier=ExpectationSuiteIdentifier(validation.suite_name),
            run_id=RunIdentifier(**validation.meta["run_id"]),
            batch_identifier=validation.suite_name,
        )
        context.validation_results_store.set(key, validation)
    context.build_data_docs("site")


def _close(folder: Path) -> dict[str, str]:
    """Takes out of every page what it would load from elsewhere; returns where the validations stand."""
    style = f"<style>{_STYLE.read_text('utf-8')}</style></head>"
    pages = {}
    for page in folder.rglob("*.html"):
        text = _ELSEWHERE.sub("", page.read_text("utf-8")).replace("</head>", style, 1)
        page.write_text(text, encoding="utf-8")
        where = page.relative_to(folder)
        if where.parts[0] == "validations":
            pages[page.stem] = where.as_posix()
    return pages


_PAGE = Template("""<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>Checks of the warehouse</title><style>$style</style></head>
<body>
<h1>Checks of the warehouse</h1>
<p>$summary</p>
$layers
</body>
</html>
""")


def _index(results: list[CheckResult], pages: dict[str, str]) -> str:
    """One table per layer, one line per check."""
    applicable = [result for result in results if result.is_applicable]
    failed = [result for result in applicable if not result.success]
    critical = sum(result.is_critical_failure for result in failed)
    summary = (
        f"{len(applicable):,} checks: {len(applicable) - len(failed):,} passed, {critical:,} critical and "
        f"{len(failed) - critical:,} warning failures; "
        f"{len(results) - len(applicable):,} had nothing to look at."
    )
    layers = "".join(
        f"<h2>{escape(layer)}</h2>{_table(list(of_layer), pages)}"
        for layer, of_layer in groupby(results, key=lambda result: result.layer)
    )
    return _PAGE.substitute(style=_STYLE.read_text("utf-8"), summary=summary, layers=layers)


def _table(results: list[CheckResult], pages: dict[str, str]) -> str:
    head = "".join(f"<th>{title}</th>" for title in ("", "Table", "Check", "Severity", "Found", "Reason"))
    return f"<table><tr>{head}</tr>{''.join(_row(result, pages) for result in results)}</table>"


def _row(result: CheckResult, pages: dict[str, str]) -> str:
    state = "none" if not result.is_applicable else "passed" if result.success else result.severity
    page = pages.get(f"{result.layer}.{result.table}")
    table = f'<a href="{quote(page)}">{escape(result.table)}</a>' if page else escape(result.table)
    cells = [escape(text) for text in (result.name, result.severity, result.detail, result.reason)]
    return f'<tr class="{state}"><td></td><td>{table}</td>{"".join(f"<td>{cell}</td>" for cell in cells)}</tr>'

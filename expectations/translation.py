"""From a check of a suite to an expectation of Great Expectations, and from its errors to plain words."""

import re
from typing import Any

import great_expectations.expectations as gxe
from great_expectations.core import ExpectationValidationResult
from great_expectations.expectations.expectation import Expectation

from expectations.row_query import ExpectQueryToFindNothing, ExpectQueryToFindNothingOrTell
from expectations.suites import ROW_QUERY, CheckSpec
from expectations.words import statement

# Errors about names in the query; others may quote a value of the data, and only their kind is told.
_ABOUT_NAMES = re.compile(r"(Binder|Catalog|Parser) Error|column \"\w+\" in BatchData does not exist")
_KIND = re.compile(r"\w+ Error|\w+(?:Error|Exception)\b")


def expectation_for(check: CheckSpec) -> Expectation:
    """The expectation; its description, which Data Docs show, holds name, severity and reason."""
    about: dict[str, Any] = {
        "severity": check.severity,
        "meta": {"name": check.name},
        "description": f"[{check.severity}] {check.name}: {statement(check)} {check.reason}",
    }
    if check.expect != ROW_QUERY:
        gx_class = "".join(word.capitalize() for word in check.expect.split("_"))
        return getattr(gxe, gx_class)(**check.arguments, **about)
    about["unexpected_rows_query"] = check.arguments["query"]
    if "tell" in check.arguments:
        return ExpectQueryToFindNothingOrTell(tell=check.arguments["tell"], **about)
    return ExpectQueryToFindNothing(**about)


def error_of(result: ExpectationValidationResult) -> str | None:
    """Why an expectation could not be computed, in one line and without any value of the data."""
    info = result.exception_info or {}
    raised = [info] if "raised_exception" in info else list(info.values())
    messages = [str(entry["exception_message"]) for entry in raised if entry["raised_exception"]]
    if not messages:
        return None
    line = messages[0].strip().splitlines()[0]
    if _ABOUT_NAMES.search(line):
        return re.sub(r"^\(\S+\) |^Error: ", "", line)
    kind = _KIND.search(line)
    return kind.group() if kind else "an error of the query"

"""From a check of a suite to an expectation of Great Expectations, and from its errors to plain words."""

import re
from typing import Any

import great_expectations.expectations as gxe
from great_expectations.core import ExpectationValidationResult
from great_expectations.expectations.expectation import Expectation

from expectations.engine_errors import engine_error
from expectations.row_query import ExpectQueryToFindNothing, ExpectQueryToFindNothingOrTell
from expectations.suites import ROW_QUERY, CheckSpec
from expectations.words import statement

_NO_COLUMN = re.compile(r"Error: (The column \"\w+\" in BatchData does not exist\.?)")
_CLASS = re.compile(r"\b[A-Za-z]+(?:Error|Exception)\b", re.ASCII)


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
    if no_column := _NO_COLUMN.match(messages[0]):
        return no_column[1]
    found = _CLASS.search(messages[0])
    return engine_error(messages[0]) or (found.group() if found else "an error of the query")

"""Checks in plain words: what is expected, and what was found."""

from collections.abc import Mapping
from typing import Any

from expectations.suites import ROW_COUNT, ROW_QUERY, ROW_WISE, CheckSpec

TOLD_AT_MOST = 3


def place(check: CheckSpec) -> str:
    """Layer, table and column."""
    column = check.arguments.get("column", check.arguments.get("column_A"))
    return f"{check.layer}.{check.table}" + (f" {column}" if column else "")


def statement(check: CheckSpec) -> str:
    """What the check expects, as a sentence."""
    arguments = check.arguments
    if check.expect == ROW_QUERY:
        return f"There are no {check.finds}."
    if check.expect == ROW_COUNT:
        return f"The number of rows is {_bounds(arguments)}."
    if check.expect not in ROW_WISE:
        return f"The {_measure(check)} of {arguments['column']} is {_bounds(arguments)}."
    column = arguments.get("column", arguments.get("column_A"))
    allowed = f"{1 - arguments['mostly']:.2%} of the" if "mostly" in arguments else "no"
    return f"Of {column}, {allowed} rows {_fault(check)}."


def finding(check: CheckSpec, measured: Mapping[str, Any], observed: object) -> str:
    """What was found, with its number; observed is the aggregate, if the check looks at one."""
    arguments = check.arguments
    if check.expect == ROW_QUERY:
        told = measured.get("details", {}).get("told", [])
        names = ", ".join(told[:TOLD_AT_MOST]) + (", …" if len(told) > TOLD_AT_MOST else "")
        return f"{_count(observed)} {check.finds}" + (f": {names}" if told else "")
    if check.expect == ROW_COUNT:
        return f"{_count(observed)} rows, expected {_bounds(arguments)}"
    if check.expect not in ROW_WISE:
        return f"{_measure(check)} {_count(observed)}, expected {_bounds(arguments)}"
    share = f", at most {1 - arguments['mostly']:.2%} may be" if "mostly" in arguments else ""
    counts = f"{_count(measured['unexpected_count'])} of {_count(measured['element_count'])}"
    return f"{counts} rows {_fault(check)}{share}"


def _fault(check: CheckSpec) -> str:
    return check.finds or _FAULTS[check.expect](check.arguments)


def _not_above(arguments: Mapping[str, Any]) -> str:
    return f"are {'below' if arguments.get('or_equal') else 'not above'} {arguments['column_B']}"


# What is wrong with a row that does not meet the expectation.
_FAULTS = {
    "expect_column_values_to_not_be_null": lambda arguments: "are null",
    "expect_column_values_to_be_in_set": lambda arguments: f"are none of {_listed(arguments['value_set'])}",
    "expect_column_values_to_be_between": lambda arguments: f"are not {_bounds(arguments)}",
    "expect_column_pair_values_a_to_be_greater_than_b": _not_above,
}


def _measure(check: CheckSpec) -> str:
    return check.expect.removeprefix("expect_column_").removesuffix("_to_be_between")


def _bounds(arguments: Mapping[str, Any]) -> str:
    low, high = arguments.get("min_value"), arguments.get("max_value")
    if low == high:
        return str(low)
    at_least = f"{'above' if arguments.get('strict_min') else 'at least'} {low}"
    at_most = f"{'below' if arguments.get('strict_max') else 'at most'} {high}"
    return " and ".join(text for text, bound in ((at_least, low), (at_most, high)) if bound is not None)


def _listed(values: list[Any]) -> str:
    return ", ".join(str(value) for value in values)


def _count(value: object) -> str:
    if value is None:
        return "none"
    if isinstance(value, float):
        return f"{value:,.4f}".rstrip("0").rstrip(".")
    return f"{value:,}" if isinstance(value, int) else str(value)

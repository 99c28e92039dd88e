"""Expectations by query: the query must find nothing.

GX's own `UnexpectedRowsExpectation` runs the query twice, once for rows and once for their number. Here
only the number is asked, and rows only where the suite names columns (`tell`) that may be shown.
"""

from typing import Any, ClassVar

from great_expectations.expectations import UnexpectedRowsExpectation


class ExpectQueryToFindNothing(UnexpectedRowsExpectation):  # type: ignore[misc]
    """Fails where the query finds rows, and says how many."""

    metric_dependencies: ClassVar[tuple[str, ...]] = ("unexpected_rows_query.row_count",)

    def _validate(
        self,
        metrics: dict[str, Any],
        runtime_configuration: dict[str, Any] | None = None,
        execution_engine: object = None,
    ) -> dict[str, Any]:
        found = metrics["unexpected_rows_query.row_count"]
        return {"success": found == 0, "result": {"observed_value": found}}


class ExpectQueryToFindNothingOrTell(ExpectQueryToFindNothing):
    """The same, and names what was found by the columns in `tell`."""

    metric_dependencies: ClassVar[tuple[str, ...]] = (
        "unexpected_rows_query.row_count",
        "unexpected_rows_query.table",
    )
    success_keys: ClassVar[tuple[str, ...]] = ("unexpected_rows_query", "tell")
    tell: list[str]

    def _validate(
        self,
        metrics: dict[str, Any],
        runtime_configuration: dict[str, Any] | None = None,
        execution_engine: object = None,
    ) -> dict[str, Any]:
        validation = super()._validate(metrics, runtime_configuration, execution_engine)
        rows = metrics["unexpected_rows_query.table"]
        told = [" ".join(str(row[column]) for column in self.tell) for row in rows]
        validation["result"]["details"] = {"told": list(dict.fromkeys(told))}
        return validation

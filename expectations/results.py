"""What came out of a check, in words a person can act on, and kept as one JSON file per layer."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any

from expectations.suites import LAYERS, ROW_QUERY, CheckSpec
from expectations.words import finding, place

Observed = int | float | str | None


@dataclass(frozen=True)
class CheckResult:
    """One check of one run. `is_applicable` is false where the run has nothing for it to look at."""

    layer: str
    table: str
    name: str
    severity: str
    reason: str
    success: bool
    is_applicable: bool
    observed: Observed
    unexpected_count: int | None
    element_count: int | None
    detail: str

    @property
    def is_critical_failure(self) -> bool:
        """Whether the run must stop here."""
        return not self.success and self.severity == "critical"


def not_applicable(check: CheckSpec, why: str) -> CheckResult:
    """The result of a check that had nothing to look at."""
    return _result(check, success=True, is_applicable=False, detail=f"{place(check)}: not applicable, {why}")


def failed(check: CheckSpec, why: str, observed: Observed = None) -> CheckResult:
    """The result of a check that could not be computed, or failed before it was."""
    return _result(check, success=False, observed=observed, detail=f"{place(check)}: {why}")


def from_validation(check: CheckSpec, success: bool, measured: Mapping[str, Any]) -> CheckResult:
    """The result of a check from what GX measured."""
    observed = _number_or_date(measured.get("observed_value"))
    unexpected = measured.get("unexpected_count", observed if check.expect == ROW_QUERY else None)
    return _result(
        check,
        success=success,
        observed=observed,
        unexpected_count=None if unexpected is None else int(unexpected),
        element_count=measured.get("element_count"),
        detail=f"{place(check)}: {finding(check, measured, observed)}",
    )


def write_results(path: Path, results: Sequence[CheckResult]) -> None:
    """One JSON file, in place at once."""
    temporary = path.with_suffix(".tmp")
    temporary.write_text(json.dumps([asdict(result) for result in results], indent=1), encoding="utf-8")
    temporary.replace(path)


def read_results(folder: Path) -> list[CheckResult]:
    """The results of the layers that have run, in the order of the layers."""
    known = {field.name for field in fields(CheckResult)}
    paths = [folder / f"{layer}.json" for layer in LAYERS]
    return [
        CheckResult(**{key: value for key, value in entry.items() if key in known})
        for path in paths
        if path.exists()
        for entry in json.loads(path.read_text(encoding="utf-8"))
    ]


def _result(
    check: CheckSpec,
    *,
    success: bool,
    detail: str,
    is_applicable: bool = True,
    observed: Observed = None,
    unexpected_count: int | None = None,
    element_count: int | None = None,
) -> CheckResult:
    return CheckResult(
        layer=check.layer,
        table=check.table,
        name=check.name,
        severity=check.severity,
        reason=check.reason,
        success=success,
        is_applicable=is_applicable,
        observed=observed,
        unexpected_count=unexpected_count,
        element_count=element_count,
        detail=detail,
    )


def _number_or_date(value: object) -> Observed:
    """Numbers and dates are aggregates; a text may be somebody's name and is withheld."""
    if value is None or isinstance(value, int | float):
        return value
    try:
        return date.fromisoformat(str(value)[:10]).isoformat()
    except ValueError:
        return "withheld"

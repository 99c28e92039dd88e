from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from sale_table import AS_OF, Check, make_database, write_suite

from expectations.runner import CheckResult, run_layer


@pytest.fixture
def database(tmp_path: Path) -> Path:
    # The plus is in the name of every build of several sources, and means a space in an address.
    path = tmp_path / "berka+demo.duckdb"
    make_database(path)
    return path


@pytest.fixture
def check(tmp_path: Path, database: Path) -> Check:
    """Runs one expectation on the table of sales."""

    def run(
        severity: str = "critical",
        run_sources: Sequence[str] = ("demo",),
        **fields: Any,
    ) -> CheckResult:
        folder = tmp_path / "suites"
        expectation = {"severity": severity, "reason": "Because it matters.", **fields}
        write_suite(folder, "warehouse", "fct_sale", {"the_check": expectation})
        (result,) = run_layer(
            "warehouse",
            database=database,
            raw_root=tmp_path / "raw",
            sources=run_sources,
            as_of=AS_OF,
            results=tmp_path / "results",
            folder=folder,
        )
        return result

    return run

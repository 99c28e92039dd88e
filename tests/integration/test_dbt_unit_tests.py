"""dbt's unit tests stand beside the models they explain; they need the columns of a built one."""

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from orchestration.home import DBT_PROJECT, Home
from orchestration.run import environment, resolve_batch


def test_all_dbt_unit_tests_pass(demo_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAREHOUSE_KEY_SECRET", "tests")
    home = Home(demo_home)
    variables = environment(home, resolve_batch(home, ["demo"], date(2025, 12, 31)))
    done = subprocess.run(
        [
            *(Path(sys.executable).with_name("dbt"), "test", "--select", "test_type:unit", "--no-use-colors"),
            *("--project-dir", DBT_PROJECT, "--profiles-dir", DBT_PROJECT),
            *("--target-path", tmp_path, "--log-path", tmp_path),
        ],
        env=variables,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout
    summary = done.stdout.splitlines()[-1]
    assert " ERROR=0 " in summary
    assert int(summary.split("PASS=")[1].split()[0]) > 30

"""The dbt manifest that Dagster reads: made once for each state of the dbt project, not at every start."""

import os
import subprocess
import sys
from pathlib import Path

from orchestration.home import DATABASE, DBT_PROJECT, without_secret
from orchestration.run import code_version

TARGET = DBT_PROJECT / "target"


def current_manifest() -> Path:
    """Path of target/manifest.json, parsed anew only when the project has changed since.

    Raises:
        RuntimeError: dbt cannot parse the project; the message is dbt's.
    """
    manifest, stamp = TARGET / "manifest.json", TARGET / "code_version"
    if not (manifest.exists() and stamp.exists() and stamp.read_text() == code_version()):
        parsed = subprocess.run(
            [sys.executable, "-m", "dbt.cli.main", "--quiet", "parse", "--project-dir", DBT_PROJECT],
            env={
                **without_secret(os.environ),
                "WAREHOUSE_BUILD": DATABASE,
                "DBT_PROFILES_DIR": str(DBT_PROJECT),
                "DBT_TARGET_PATH": str(TARGET),
                "DBT_LOG_PATH": str(TARGET),
                "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
            },
            capture_output=True,
            text=True,
        )
        if parsed.returncode:
            raise RuntimeError(f"dbt cannot parse {DBT_PROJECT}: {parsed.stdout.strip() or parsed.stderr.strip()}")
        stamp.write_text(code_version())
    return manifest

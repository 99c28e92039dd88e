"""The parameters of a run, given to every DuckDB session as session variables.

They are not dbt variables: a changed dbt variable makes dbt parse the whole project again,
and the key secret must never stand in compiled SQL.
"""

import os
from typing import Any

from dbt.adapters.duckdb.plugins import BasePlugin

# session variable -> (environment variable, value where the environment has none)
PARAMETERS = {
    "as_of": ("WAREHOUSE_AS_OF", "9999-12-31"),
    "batch_id": ("WAREHOUSE_BATCH", "unnamed"),
    "raw_root": ("WAREHOUSE_RAW", ""),
    "ledger_root": ("WAREHOUSE_LEDGER", ""),
    "sources": ("WAREHOUSE_SOURCES", ""),
    "reporting_currency": ("WAREHOUSE_REPORTING_CURRENCY", "CNY"),
    "key_secret": ("WAREHOUSE_KEY_SECRET", ""),
}


class Plugin(BasePlugin):  # type: ignore[misc]
    """dbt-duckdb plugin, named in profiles.yml."""

    def configure_cursor(self, cursor: Any) -> None:
        """Set the variables on the connection that a dbt thread uses."""
        for variable, (environment, default) in PARAMETERS.items():
            cursor.execute(f"SET VARIABLE {variable} = ?", [os.environ.get(environment, default)])

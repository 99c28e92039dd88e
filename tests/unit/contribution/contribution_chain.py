"""The real SQL of contribution, from accounts and bookings to customers, on rows that a test makes up."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from orchestration.home import DBT_PROJECT

Row = Mapping[str, Any]

# What a test fills; all that lies between these and the targets is computed.
INPUTS = (
    "assumed_ftp_curve",
    "bridge_account_holder",
    "dim_account",
    "dim_activity_driver",
    "dim_customer",
    "dim_date",
    "dim_product",
    "fct_account_balance_monthly",
    "fct_activity_cost_monthly",
    "fct_exchange_rate",
    "fct_fee",
    "fct_ftp_curve",
    "fct_interaction_monthly",
    "fct_loan_monthly",
    "fct_risk_parameter_monthly",
    "fct_transaction",
    "parameter",
)
TARGETS = ("customer_contribution_monthly", "fct_contribution_unallocated_monthly")


class Chain:
    """Models in the order in which they depend on each other, on one connection."""

    def __init__(self, folder: Path, as_of: date, reporting_currency: str) -> None:
        nodes = _compiled_nodes(folder)
        self._models = list(_in_order(nodes))
        self._relation = {name: str(nodes[name]["relation_name"]) for name in (*INPUTS, *self._models)}
        self._connection = duckdb.connect()
        self._connection.execute("attach ':memory:' as bank; use bank")
        parameters = {"as_of": as_of, "reporting_currency": reporting_currency, "batch_id": "test", "key_secret": "x"}
        for variable, value in parameters.items():
            self._connection.execute(f"set variable {variable} = '{value}'")
        for schema in {relation.split(".")[1] for relation in self._relation.values()}:
            self._connection.execute(f"create schema if not exists {schema}")
        for name in INPUTS:
            self._connection.execute(f"create table {self._relation[name]} ({_columns(nodes[name])})")
        self._sql = {name: str(nodes[name]["compiled_code"]) for name in self._models}

    def run(self, inputs: Mapping[str, Sequence[Row]]) -> None:
        """Replace all inputs and compute every model anew."""
        for name in INPUTS:
            self._connection.execute(f"delete from {self._relation[name]}")
            if rows := inputs.get(name):
                columns = list(rows[0])
                values = ", ".join(f"({', '.join(_literal(row[column]) for column in columns)})" for row in rows)
                self._connection.execute(f"insert into {self._relation[name]} ({', '.join(columns)}) values {values}")
        for name in self._models:
            self._connection.execute(f"create or replace table {self._relation[name]} as {self._sql[name]}")

    def rows(self, model: str) -> list[dict[str, Any]]:
        cursor = self._connection.execute(f"select * from {self._relation[model]}")
        names = [column[0] for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _compiled_nodes(folder: Path) -> dict[str, dict[str, Any]]:
    environment = {
        **os.environ,
        "WAREHOUSE_BUILD": str(folder / "bank.duckdb"),
        "WAREHOUSE_TEMP": str(folder / "spill"),
        "DBT_TARGET_PATH": str(folder / "target"),
        "DBT_LOG_PATH": str(folder / "logs"),
    }
    dbt = str(Path(sys.executable).with_name("dbt"))
    models = [f"path:models/{layer}/contribution" for layer in ("warehouse", "marts")]
    places = ["--project-dir", str(DBT_PROJECT), "--profiles-dir", str(DBT_PROJECT)]
    done = subprocess.run(
        [dbt, "-q", "compile", "--select", *models, *places], env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    manifest = json.loads((folder / "target" / "manifest.json").read_text())
    return {node["name"]: node for node in manifest["nodes"].values() if node["resource_type"] in ("model", "seed")}


def _in_order(nodes: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """What the targets need, each model after those that it reads."""
    seen: set[str] = set()

    def visit(name: str) -> Iterator[str]:
        # Fingerprints of earlier runs are read by incremental runs alone.
        if name in seen or name in INPUTS or name == "month_fingerprint":
            return
        seen.add(name)
        for upstream in nodes[name]["depends_on"]["nodes"]:
            yield from visit(upstream.split(".")[-1])
        yield name

    for target in TARGETS:
        yield from visit(target)


def _columns(node: Mapping[str, Any]) -> str:
    types = {name: column["data_type"] for name, column in node["columns"].items()}
    types |= node["config"].get("column_types") or {}
    return ", ".join(f"{name} {kind}" for name, kind in types.items())


def _literal(value: object) -> str:
    return "null" if value is None else f"'{value}'"

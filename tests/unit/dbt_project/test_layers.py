"""The boundaries of the dbt project: who may read whom, and that every table is described."""

import json
from pathlib import Path
from typing import Any

import pytest

from orchestration.manifest import current_manifest

MAY_READ = {
    "reference": set(),
    "staging": {"staging", "reference"},
    "contract": {"staging"},
    "private": {"contract", "private", "warehouse", "reference"},
    "warehouse": {"contract", "private", "warehouse", "reference"},
    "marts": {"warehouse", "marts", "reference"},
}
# What became of delivered rows is known to staging alone; these tables carry it to where marts may read it.
AUDIT = {"fct_quarantine", "fct_row_reconciliation", "fct_source_coverage"}
STAYS_BEHIND = ("full_name", "employee_name", "national_id", "uscc", "lei", "iban", "phone", "email", "_text")


def layer(node: dict[str, Any]) -> str:
    """The folder below models/; seeds are the layer of reference data."""
    return "reference" if node["resource_type"] == "seed" else Path(node["original_file_path"]).parts[1]


@pytest.fixture(scope="module")
def models() -> dict[str, dict[str, Any]]:
    nodes = json.loads(current_manifest().read_text())["nodes"]
    return {key: node for key, node in nodes.items() if node["resource_type"] in ("model", "seed")}


def test_each_layer_reads_only_the_layer_below(models: dict[str, dict[str, Any]]) -> None:
    crossings = [
        f"{layer(node)}: {node['name']} reads {models[upstream]['name']} of {layer(models[upstream])}"
        for node in models.values()
        for upstream in node["depends_on"].get("nodes", [])
        if layer(models[upstream]) not in MAY_READ[layer(node)]
        and not (node["name"] in AUDIT and layer(models[upstream]) == "staging")
    ]
    assert crossings == []


def test_only_staging_reads_the_raw_zone(models: dict[str, dict[str, Any]]) -> None:
    readers = {
        node["name"]
        for node in models.values()
        if layer(node) != "staging"
        and ("read_parquet" in node.get("raw_code", "") or "raw_root" in node.get("raw_code", ""))
    }
    assert readers == set()


def test_batch_audit_alone_reads_the_ledger_and_no_model_reads_it(models: dict[str, dict[str, Any]]) -> None:
    """It is about the runs: a figure of the bank that came from it would depend on how often somebody ran."""
    calls = ("read_ledger", "ledger_root")
    readers = {node["name"] for node in models.values() if any(call in node.get("raw_code", "") for call in calls)}
    assert readers == {"batch_audit"}
    behind = [
        node["name"]
        for node in models.values()
        for upstream in node["depends_on"].get("nodes", [])
        if models[upstream]["name"] == "batch_audit"
    ]
    assert behind == []


def test_every_model_says_its_grain_and_every_column_is_described(models: dict[str, dict[str, Any]]) -> None:
    silent = [node["name"] for node in models.values() if not node["description"].strip()]
    columns = [
        f"{node['name']}.{column['name']}"
        for node in models.values()
        if node["schema"] in ("contract", "warehouse", "marts")
        for column in node["columns"].values()
        if not column["description"].strip()
    ]
    assert silent == []
    assert columns == []


def test_contract_and_marts_are_enforced(models: dict[str, dict[str, Any]]) -> None:
    loose = [
        node["name"]
        for node in models.values()
        if node["schema"] in ("contract", "marts") and not node["config"]["contract"]["enforced"]
    ]
    assert loose == []


def test_every_mart_carries_as_of_date_and_batch(models: dict[str, dict[str, Any]]) -> None:
    without = [
        node["name"]
        for node in models.values()
        if node["schema"] == "marts" and not {"as_of_date", "batch_id"} <= node["columns"].keys()
    ]
    assert without == []


def test_no_identifier_of_a_person_leaves_the_contract(models: dict[str, dict[str, Any]]) -> None:
    leaks = [
        f"{node['name']}.{column}"
        for node in models.values()
        if node["schema"] in ("warehouse", "marts")
        for column in node["columns"]
        if any(column == part or (part.startswith("_") and column.endswith(part)) for part in STAYS_BEHIND)
        or column in ("customer_number", "account_number", "employee_number", "transaction_number")
    ]
    assert leaks == []


def test_models_fit_on_a_screen(models: dict[str, dict[str, Any]]) -> None:
    long = {node["name"]: n for node in models.values() if (n := node.get("raw_code", "").count("\n")) > 120}
    assert long == {}

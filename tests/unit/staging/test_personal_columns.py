"""Base models say which columns are personal: in the words of the contract, under the names of the files."""

from typing import Any

import pytest
import yaml

from tests.unit.staging.test_connectors import PROJECT, SOURCES, STAGING, models, staged_columns

CLASSES = {"direct_identifier", "identifier", "quasi_identifier", "free_text"}
MASKINGS = {"dropped", "surrogate_key", "year", "kept"}
# These names say who or which account it is; a source that has such a column has to say so.
PERSONAL_NAMES = (
    "customer_number",
    "account_number",
    "employee_number",
    "_text",
    "full_name",
    "phone",
    "email",
    "birth",
)


def columns_of(paths: Any) -> dict[str, dict[str, dict[str, Any]]]:
    """The meta of each column, by model."""
    found: dict[str, dict[str, dict[str, Any]]] = {}
    for path in paths:
        for model in yaml.safe_load(path.read_text()).get("models", []):
            found[model["name"]] = {
                column["name"]: column.get("config", {}).get("meta", {}) for column in model.get("columns", [])
            }
    return found


CONTRACT = columns_of((PROJECT / "models" / "contract").glob("*/_*.yml"))


@pytest.mark.parametrize("source", SOURCES)
def test_personal_columns_are_columns_of_the_file(source: str) -> None:
    described = columns_of((STAGING / source).glob("_*.yml"))
    for table in models(source, "base"):
        entries = {
            column["name"]: column for column in staged_columns(STAGING / source / f"base_{source}__{table}.sql")
        }
        for name, meta in described[f"base_{source}__{table}"].items():
            assert meta.get("raw_column", name) == entries[name].get("from", name), (table, name)
            assert meta["contains_pii"] is True, (table, name)
            assert meta["pii_class"] in CLASSES, (table, name)
            assert meta["masking"] in MASKINGS, (table, name)
            if meta["pii_class"] == "identifier":
                assert meta["subject"] in {"customer", "account", "employee"}, (table, name)
            if meta["masking"] != "surrogate_key":
                assert not entries[name].get("required"), f"{table}.{name} is empty when its customer is erased"


@pytest.mark.parametrize("source", SOURCES)
def test_no_column_with_the_name_of_a_personal_one_is_left_out(source: str) -> None:
    described = columns_of((STAGING / source).glob("_*.yml"))
    for table in models(source, "base"):
        for column in staged_columns(STAGING / source / f"base_{source}__{table}.sql"):
            if any(part in column["name"] for part in PERSONAL_NAMES):
                assert column["name"] in described[f"base_{source}__{table}"], (table, column["name"])


@pytest.mark.parametrize("source", SOURCES)
def test_base_and_contract_say_the_same_of_a_column(source: str) -> None:
    described = columns_of((STAGING / source).glob("_*.yml"))
    for table in models(source, "base"):
        contract = CONTRACT.get(f"contract_{table}", {})
        for name, meta in described[f"base_{source}__{table}"].items():
            behind = contract.get(name, {})
            if "pii_class" in behind:
                assert (meta["pii_class"], meta["masking"]) == (behind["pii_class"], behind["masking"]), (table, name)
        for name, meta in contract.items():
            if meta.get("pii_class") and name in {
                c["name"] for c in staged_columns(STAGING / source / f"base_{source}__{table}.sql")
            }:
                assert name in described[f"base_{source}__{table}"], (table, name)

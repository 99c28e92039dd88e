"""A connector says in three places what it has: its TOML for ingestion, the dbt variable, its models. They agree."""

import tomllib
from pathlib import Path
from typing import Any

import jinja2
import pytest
import yaml

from tests.conftest import REPOSITORY

PROJECT = REPOSITORY / "dbt_project"
STAGING = PROJECT / "models" / "staging"
DECLARED: dict[str, dict[str, list[str]]] = yaml.safe_load((PROJECT / "dbt_project.yml").read_text())["vars"][
    "connectors"
]
SOURCES = sorted(DECLARED)


def connector(source: str) -> dict[str, Any]:
    return tomllib.loads((STAGING / source / "connector.toml").read_text())


def models(source: str, prefix: str) -> set[str]:
    """What follows the prefix in the names of the source's models."""
    start = f"{prefix}_{source}__"
    return {path.stem.removeprefix(start) for path in (STAGING / source).glob(f"{start}*.sql")}


def staged_columns(model: Path) -> list[dict[str, Any]]:
    """The column entries that a base model hands to the stage macro."""
    taken: list[dict[str, Any]] = []

    def stage(source: str, table: str, columns: list[dict[str, Any]], equal_rows: str = "the_same") -> str:
        taken.extend(columns)
        return ""

    conditions = ("is_currency_code", "is_country_code", "birth_number_date", "product_groups")
    stand_ins = dict.fromkeys(conditions, lambda *_: "")
    jinja2.Template(model.read_text()).render(config=lambda **_: "", stage=stage, **stand_ins)
    return taken


def test_every_connector_folder_is_declared() -> None:
    assert sorted(path.parent.name for path in STAGING.glob("*/connector.toml")) == SOURCES


@pytest.mark.parametrize("source", SOURCES)
def test_tables_are_the_same_in_toml_variable_and_base_models(source: str) -> None:
    declared = set(DECLARED[source]["tables"])
    assert connector(source)["tables"].keys() == declared
    assert models(source, "base") == declared


@pytest.mark.parametrize("source", SOURCES)
def test_entities_are_the_staging_models_and_belong_to_the_contract(source: str) -> None:
    contract = {path.stem.removeprefix("contract_") for path in (PROJECT / "models/contract").glob("*/contract_*.sql")}
    entities = set(DECLARED[source]["entities"])
    assert models(source, "stg") == entities
    assert entities <= contract


@pytest.mark.parametrize("source", SOURCES)
def test_base_models_stage_every_column_that_a_file_must_have(source: str) -> None:
    for table, declaration in connector(source)["tables"].items():
        columns = staged_columns(STAGING / source / f"base_{source}__{table}.sql")
        assert [column.get("from", column["name"]) for column in columns] == declaration["columns"], table
        assert len({column["name"] for column in columns}) == len(columns), table


@pytest.mark.parametrize("source", SOURCES)
def test_column_entries_know_no_other_words(source: str) -> None:
    for model in (STAGING / source).glob("base_*.sql"):
        for column in staged_columns(model):
            assert column.keys() <= {"name", "from", "type", "required", "domain", "check", "valid"}, model.name
            assert column.get("valid", "iban") in {"iban", "lei", "uscc", "national_id"}, model.name

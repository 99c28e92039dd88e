"""What Dagster is told: order of the layers, blocking checks, jobs, schedule, sensors."""

import json
from pathlib import Path
from typing import Any

import dagster as dg
import pytest

from expectations.runner import all_checks
from orchestration.definitions import warehouse
from orchestration.defs.quality.checks import table_key
from orchestration.manifest import current_manifest


@pytest.fixture(scope="module")
def definitions() -> dg.Definitions:
    return warehouse()


@pytest.fixture(scope="module")
def graph(definitions: dg.Definitions) -> Any:
    return definitions.resolve_asset_graph()


def test_jobs_schedules_and_sensors(definitions: dg.Definitions) -> None:
    repository = definitions.get_repository_def()
    assert {"build", "daily", "on_landing_of_berka", "on_landing_of_demo"} <= set(repository.job_names)
    assert [schedule.name for schedule in repository.schedule_defs] == ["daily_at_five"]
    assert {sensor.name for sensor in repository.sensor_defs} == {"landing_sensor", "failure_alert"}


def test_every_expectation_is_an_asset_check_and_the_critical_ones_block(graph: Any) -> None:
    for spec in all_checks():
        check = graph.get_check_spec(dg.AssetCheckKey(table_key(spec.layer, spec.table), spec.name))
        assert check.blocking == (spec.severity == "critical")
        assert check.description == spec.reason


def test_every_dbt_test_is_an_asset_check(graph: Any) -> None:
    nodes = json.loads(current_manifest().read_text())["nodes"]
    tests = {node["name"] for node in nodes.values() if node["resource_type"] == "test"}
    assert tests - {key.name for key in graph.asset_check_keys} == set()


def test_each_layer_waits_for_the_checks_of_the_layer_below(definitions: dg.Definitions) -> None:
    job = definitions.resolve_job_def("build")
    upstream = {
        node.name: {
            output.node_name
            for deps in job.dependency_structure.input_to_upstream_outputs_for_node(node.name).values()
            for output in deps
        }
        for node in job.nodes
    }
    for layer, below in (("staging", "raw"), ("warehouse", "staging"), ("marts", "warehouse")):
        assert f"checked__{below}" in upstream[f"build_{layer}"]
        assert f"check_{layer}" in upstream[f"checked__{layer}"]
    assert "checked__marts" in upstream["published__warehouse"]
    assert {f"checked__{layer}" for layer in ("raw", "staging", "warehouse", "marts")} <= upstream["ledger__batch"]
    assert "ledger__batch" in upstream["build_audit"]
    assert {"ledger__batch", "build_audit"} <= upstream["published__warehouse"]


def test_lineage_goes_from_the_landed_file_to_the_mart(graph: Any) -> None:
    mart = dg.AssetKey(["marts", "customer_contribution_monthly"])
    ancestors = graph.get_ancestor_asset_keys(mart)
    assert dg.AssetKey(["landing", "demo", "transaction"]) in ancestors
    assert dg.AssetKey(["raw", "demo", "transaction"]) in ancestors
    assert dg.AssetKey(["staging", "base_demo__transaction"]) in ancestors


def test_daily_partition_is_the_as_of_date(definitions: dg.Definitions) -> None:
    job = definitions.resolve_job_def("daily")
    assert job.partitioned_config is not None
    config = job.partitioned_config.get_run_config_for_partition_key("2025-12-31")
    assert config["resources"]["run"]["config"]["as_of"] == "2025-12-31"


def test_sensor_asks_once_for_each_delivery(
    definitions: dg.Definitions, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WAREHOUSE_HOME", str(tmp_path))
    (sensor,) = (s for s in definitions.get_repository_def().sensor_defs if s.name == "landing_sensor")
    delivery = tmp_path / "landing" / "demo" / "core_banking" / "2025-01-31"
    delivery.mkdir(parents=True)
    (delivery / "customer.csv").write_text("half a delivery: no manifest yet")
    with dg.DagsterInstance.ephemeral() as instance:

        def tick(cursor: str | None) -> tuple[list[str | None], str | None]:
            context = dg.build_sensor_context(instance=instance, cursor=cursor, definitions=definitions)
            data = sensor.evaluate_tick(context)
            return [request.job_name for request in data.run_requests or []], data.cursor

        (tmp_path / "landing" / "berka").mkdir()
        assert tick(None)[0] == []
        (delivery / "manifest.json").write_text("{}")
        jobs, cursor = tick(None)
        assert jobs == ["on_landing_of_demo"]
        assert tick(cursor)[0] == []
        (tmp_path / "landing" / "berka" / "trans.asc").write_text("x")
        assert tick(cursor)[0] == ["on_landing_of_berka"]

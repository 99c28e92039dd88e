"""The dbt project as assets: a step for each layer, so that checks stand between them."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import dagster as dg
from dagster_dbt import DagsterDbtTranslator, DbtProject, dbt_assets
from dagster_dbt.asset_utils import get_subset_selection_for_context
from dagster_dbt.core.dbt_cli_event import DbtCoreCliEventMessage

from orchestration.dbt_session import DbtError, invoke
from orchestration.defs.ingestion.assets import raw_key
from orchestration.defs.run_resource import RunParameters
from orchestration.faults import discard_build, is_damaged
from orchestration.home import DBT_PROJECT, STEP_PATIENCE
from orchestration.ingestion import available_connectors, load_connector
from orchestration.manifest import TARGET, current_manifest
from orchestration.messages import values_withheld
from orchestration.run import BuildState, environment, needs_full_refresh


@dataclass(frozen=True)
class Layer:
    """A part of the dbt project that is built and checked as one."""

    name: str
    gate: dg.AssetKey
    select: str
    exclude: str


def gate_key(layer: str) -> dg.AssetKey:
    """The asset that stands for 'all critical checks of this layer passed'."""
    return dg.AssetKey(["checked", layer])


LEDGER = dg.AssetKey(["ledger", "batch"])  # the entry of this batch in the ledger, from which batch_audit is built

# A test may read several layers: it stands in the folder of the last one, and waits for that.
STAGING = Layer(
    "staging",
    gate_key("raw"),
    "resource_type:seed path:models/staging path:models/contract",
    "resource_type:unit_test path:tests/warehouse path:tests/marts path:tests/audit",
)
WAREHOUSE = Layer(
    "warehouse",
    gate_key("staging"),
    "path:models/warehouse path:models/private",
    "resource_type:unit_test path:tests/marts path:tests/audit",
)
MARTS = Layer(
    "marts",
    gate_key("warehouse"),
    "path:models/marts",
    "resource_type:unit_test path:models/marts/batches path:tests/audit",
)
AUDIT = Layer("audit", LEDGER, "path:models/marts/batches", "resource_type:unit_test")
LAYERS = (STAGING, WAREHOUSE, MARTS, AUDIT)


class Translator(DagsterDbtTranslator):
    """Adds what dbt cannot know: which raw table a base model reads, and the gate before the layer."""

    def __init__(self, gate: dg.AssetKey) -> None:
        super().__init__()
        self._gate = gate

    def get_asset_spec(self, manifest: Mapping[str, Any], unique_id: str, project: DbtProject | None) -> dg.AssetSpec:
        spec = super().get_asset_spec(manifest, unique_id, project)
        node = manifest["nodes"].get(unique_id, {})
        deps = [*spec.deps, *(dg.AssetDep(key) for key in _raw_tables(node.get("name", "")))]
        if node.get("resource_type") == "model":
            deps.append(dg.AssetDep(self._gate))
        return spec.replace_attributes(deps=deps, group_name=spec.key.path[0])


@cache
def _raw_tables(model: str) -> list[dg.AssetKey]:
    if model.startswith("base_"):
        source, table = model.removeprefix("base_").split("__", 1)
        return [raw_key(source, table)]
    if model == "landed_file":
        return [raw_key(source, table) for source in available_connectors() for table in load_connector(source).tables]
    return []


def _dbt_layer(layer: Layer, manifest: Mapping[str, Any]) -> dg.AssetsDefinition:
    translator = Translator(layer.gate)
    project = DbtProject(DBT_PROJECT, target_path=TARGET)

    @dbt_assets(
        manifest=manifest,
        select=layer.select,
        exclude=layer.exclude,
        name=f"build_{layer.name}",
        project=project,
        dagster_dbt_translator=translator,
    )
    def build(context: dg.AssetExecutionContext, run: RunParameters) -> Iterator[Any]:
        home, batch = run.home, run.batch()
        selection, _ = get_subset_selection_for_context(
            context, manifest, layer.select, layer.exclude, None, translator, None
        )
        with values_withheld(), home.lock(STEP_PATIENCE):
            rebuild = run.full_refresh or needs_full_refresh(BuildState.read(home, batch.sources), batch)
            BuildState.of(batch, is_rebuilding=rebuild).write(home, batch.sources)
            arguments = ["build", *selection, *(["--full-refresh"] if rebuild else [])]
            failed_tests: list[tuple[str, str]] = []
            try:
                for event in invoke(arguments, environment(home, batch), home.build / "dbt" / layer.name):
                    failed_tests += failed_test(event, manifest, layer)
                    message = DbtCoreCliEventMessage(raw_event=event, event_history_metadata={})
                    yield from message.to_default_asset_events(manifest, translator, context, project=project)
            except DbtError as error:
                if is_damaged(str(error)):
                    context.log.warning(discard_build(home, batch.sources))
                    raise
                if layer is not AUDIT:  # its own tests look at the ledger, not at the batch
                    run.record(
                        "blocked" if failed_tests else "failed",
                        layers=[whole.name for whole in LAYERS[: LAYERS.index(layer)]],
                        run_id=context.run_id,
                        instance=context.instance,
                        stopped_at=f"build_{layer.name}",
                        failed_tests=failed_tests,
                    )
                raise
            if layer in (MARTS, AUDIT):
                BuildState.of(batch, is_rebuilding=False).write(home, batch.sources)

    return build


def failed_test(event: Mapping[str, Any], manifest: Mapping[str, Any], layer: Layer) -> list[tuple[str, str]]:
    """(layer, table) of a dbt test that did not pass; nothing for other results."""
    node = event["data"]["node_info"]
    if node["resource_type"] != "test" or node["node_status"] not in ("fail", "error"):
        return []
    test = manifest["nodes"][node["unique_id"]]
    table = test.get("attached_node") or test["depends_on"]["nodes"][0]
    return [(layer.name, manifest["nodes"][table]["name"])]


@dg.definitions
def transformation() -> dg.Definitions:
    manifest = json.loads(current_manifest().read_bytes())
    return dg.Definitions(assets=[_dbt_layer(layer, manifest) for layer in LAYERS])

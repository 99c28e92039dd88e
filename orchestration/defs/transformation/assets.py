"""The dbt project as assets: three steps, so that checks stand between the layers."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import dagster as dg
from dagster_dbt import DagsterDbtTranslator, DbtProject, dbt_assets
from dagster_dbt.asset_utils import get_subset_selection_for_context
from dagster_dbt.core.dbt_cli_event import DbtCoreCliEventMessage

from orchestration.dbt_session import invoke
from orchestration.defs.ingestion.assets import raw_key
from orchestration.defs.run_resource import RunParameters
from orchestration.home import DBT_PROJECT, STEP_PATIENCE
from orchestration.ingestion import available_connectors, load_connector
from orchestration.manifest import TARGET, current_manifest
from orchestration.run import BuildState, environment, needs_full_refresh


@dataclass(frozen=True)
class Layer:
    """A part of the dbt project that is built and checked as one."""

    name: str
    select: str
    exclude: str


# A test may read several layers: it stands in the folder of the last one, and waits for that.
LAYERS = (
    Layer(
        "staging",
        "resource_type:seed path:models/staging path:models/contract",
        "resource_type:unit_test path:tests/warehouse path:tests/marts",
    ),
    Layer(
        "warehouse",
        "path:models/warehouse path:models/private",
        "resource_type:unit_test path:tests/marts",
    ),
    Layer("marts", "path:models/marts", "resource_type:unit_test"),
)


def gate_key(layer: str) -> dg.AssetKey:
    """The asset that stands for 'all critical checks of this layer passed'."""
    return dg.AssetKey(["checked", layer])


class Translator(DagsterDbtTranslator):
    """Adds what dbt cannot know: which raw table a base model reads, and the gate before the layer."""

    def __init__(self, gate: str) -> None:
        super().__init__()
        self._gate = gate

    def get_asset_spec(self, manifest: Mapping[str, Any], unique_id: str, project: DbtProject | None) -> dg.AssetSpec:
        spec = super().get_asset_spec(manifest, unique_id, project)
        node = manifest["nodes"].get(unique_id, {})
        deps = [*spec.deps, *(dg.AssetDep(key) for key in _raw_tables(node.get("name", "")))]
        if node.get("resource_type") == "model":
            deps.append(dg.AssetDep(gate_key(self._gate)))
        return spec.replace_attributes(deps=deps, group_name=spec.key.path[0])


@cache
def _raw_tables(model: str) -> list[dg.AssetKey]:
    if model.startswith("base_"):
        source, table = model.removeprefix("base_").split("__", 1)
        return [raw_key(source, table)]
    if model == "landed_file":
        return [raw_key(source, table) for source in available_connectors() for table in load_connector(source).tables]
    return []


def _dbt_layer(layer: Layer, gate: str, manifest: Mapping[str, Any]) -> dg.AssetsDefinition:
    translator = Translator(gate)
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
        with home.lock(STEP_PATIENCE):
            rebuild = run.full_refresh or needs_full_refresh(BuildState.read(home, batch.sources), batch)
            BuildState.of(batch, is_rebuilding=rebuild).write(home, batch.sources)
            arguments = ["build", *selection, *(["--full-refresh"] if rebuild else [])]
            for event in invoke(arguments, environment(home, batch), home.build / "dbt" / layer.name):
                message = DbtCoreCliEventMessage(raw_event=event, event_history_metadata={})
                yield from message.to_default_asset_events(manifest, translator, context, project=project)
            if layer is LAYERS[-1]:
                BuildState.of(batch, is_rebuilding=False).write(home, batch.sources)

    return build


@dg.definitions
def transformation() -> dg.Definitions:
    manifest = json.loads(current_manifest().read_bytes())
    gates = ["raw", *(layer.name for layer in LAYERS)]
    return dg.Definitions(
        assets=[_dbt_layer(layer, gate, manifest) for layer, gate in zip(LAYERS, gates, strict=False)]
    )

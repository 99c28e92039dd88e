"""Great Expectations as asset checks: one step per layer, one check per expectation, critical ones block."""

from collections.abc import Iterator

import dagster as dg

from expectations.runner import CheckResult, CheckSpec, all_checks, build_data_docs, run_layer
from orchestration.defs.ingestion.assets import raw_key
from orchestration.defs.run_resource import RunParameters
from orchestration.defs.transformation.assets import gate_key
from orchestration.messages import values_withheld

LAYERS = ("raw", "staging", "warehouse", "marts")


def table_key(layer: str, table: str) -> dg.AssetKey:
    """The asset of a checked table; raw tables are named <source>__<table>."""
    return raw_key(*table.split("__", 1)) if layer == "raw" else dg.AssetKey([layer, table])


def _layer_checks(layer: str, specs: list[CheckSpec]) -> dg.AssetChecksDefinition:
    @dg.multi_asset_check(
        name=f"check_{layer}",
        specs=[
            dg.AssetCheckSpec(
                spec.name,
                asset=table_key(layer, spec.table),
                description=spec.reason,
                blocking=spec.severity == "critical",
                metadata={"severity": spec.severity},
            )
            for spec in specs
        ],
        can_subset=True,
    )
    def check(context: dg.AssetCheckExecutionContext, run: RunParameters) -> Iterator[dg.AssetCheckResult]:
        home, batch = run.home, run.batch()
        with values_withheld():
            results = run_layer(
                layer,
                database=None if layer == "raw" else home.build_database(batch.sources),
                raw_root=home.raw,
                sources=batch.sources,
                as_of=batch.as_of,
                results=home.checks,
            )
        for result in results:
            key = dg.AssetCheckKey(table_key(layer, result.table), result.name)
            if key in context.selected_asset_check_keys:
                yield _as_asset_check(key, result)
        if any(result.is_critical_failure for result in results):
            run.record(
                "blocked",
                layers=LAYERS[1 : LAYERS.index(layer) + 1],
                run_id=context.run.run_id,
                instance=context.instance,
                stopped_at=f"check_{layer}",
            )

    return check


def _as_asset_check(key: dg.AssetCheckKey, result: CheckResult) -> dg.AssetCheckResult:
    severity = dg.AssetCheckSeverity.ERROR if result.severity == "critical" else dg.AssetCheckSeverity.WARN
    return dg.AssetCheckResult(
        asset_key=key.asset_key,
        check_name=key.name,
        passed=result.success,
        severity=severity,
        description=result.detail if result.success else f"{result.detail}. {result.reason}",
        metadata={"is_applicable": result.is_applicable, "failing_rows": result.unexpected_count or 0},
    )


def _gate(layer: str, specs: list[CheckSpec]) -> dg.AssetsDefinition:
    @dg.asset(
        key=gate_key(layer),
        deps=sorted({table_key(layer, spec.table) for spec in specs}),
        group_name="checked",
        description=f"All critical expectations of layer {layer} passed: what lies behind may be built.",
    )
    def gate() -> None:
        """Dagster runs this only after the blocking checks of its upstream assets have passed."""

    return gate


@dg.asset(
    key=["docs", "expectations"],
    deps=[gate_key("marts")],
    group_name="published",
    description="Data Docs: the results of all expectations as a static site.",
    kinds={"html"},
)
def data_docs(run: RunParameters) -> dg.MaterializeResult:  # type: ignore[type-arg]
    with values_withheld():
        page = build_data_docs(run.home.checks, run.home.docs / "expectations")
    return dg.MaterializeResult(metadata={"page": dg.MetadataValue.path(str(page))})


@dg.definitions
def quality() -> dg.Definitions:
    checks = all_checks()
    by_layer = {layer: [spec for spec in checks if spec.layer == layer] for layer in LAYERS}
    return dg.Definitions(
        assets=[data_docs, *(_gate(layer, specs) for layer, specs in by_layer.items())],
        asset_checks=[_layer_checks(layer, specs) for layer, specs in by_layer.items()],
    )

"""The entry of a batch in the ledger, when the checks of all layers are in."""

import dagster as dg

from orchestration.defs.run_resource import RunParameters
from orchestration.defs.transformation.assets import LEDGER, gate_key


@dg.asset(
    key=LEDGER,
    deps=[gate_key(layer) for layer in ("raw", "staging", "warehouse", "marts")],
    group_name="checked",
    description="What came of this attempt, added to the ledger of the home; a check that stops one adds it too.",
    kinds={"parquet"},
)
def ledger_entry(context: dg.AssetExecutionContext, run: RunParameters) -> dg.MaterializeResult:  # type: ignore[type-arg]
    layers = ("staging", "warehouse", "marts")
    entry = run.record("passed", layers=layers, run_id=context.run_id, instance=context.instance)
    return dg.MaterializeResult(metadata={"number": entry.number, "batch_id": entry.batch_id, "sha256": entry.sha256})

"""The published batch."""

from datetime import UTC, datetime, timedelta

import dagster as dg

from orchestration.defs.run_resource import RunParameters
from orchestration.defs.transformation.assets import LEDGER, gate_key
from orchestration.home import STEP_PATIENCE
from orchestration.messages import values_withheld
from orchestration.publishing import publish


@dg.asset(
    key=["published", "warehouse"],
    deps=[
        *(gate_key(layer) for layer in ("raw", "staging", "warehouse", "marts")),
        LEDGER,
        dg.AssetKey(["marts", "batch_audit"]),
    ],
    group_name="published",
    description="published/current: schemas warehouse and marts of a batch that passed all critical checks.",
    kinds={"duckdb"},
    freshness_policy=dg.FreshnessPolicy.time_window(fail_window=timedelta(hours=36), warn_window=timedelta(hours=26)),
    retry_policy=dg.RetryPolicy(max_retries=2, delay=10),
)
def published_warehouse(run: RunParameters) -> dg.MaterializeResult:  # type: ignore[type-arg]
    with values_withheld(), run.home.lock(STEP_PATIENCE):
        publication = publish(run.home, run.batch(), datetime.now(UTC))
    return dg.MaterializeResult(
        metadata={
            "version": publication.version,
            "batch_id": publication.batch_id,
            "as_of": publication.as_of,
            "tables": len(publication.tables),
            "rows": sum(publication.tables.values()),
        }
    )

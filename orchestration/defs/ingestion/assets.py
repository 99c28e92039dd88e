"""Raw zone: one asset per table of a connector, all written by one step per connector."""

from collections.abc import Iterator
from datetime import UTC, datetime

import dagster as dg

from orchestration.defs.run_resource import RunParameters
from orchestration.erasure import customers_to_keep_out
from orchestration.home import STEP_PATIENCE
from orchestration.ingestion import Connector, IngestReport, available_connectors, ingest, load_connector
from orchestration.messages import values_withheld
from orchestration.progress import HELD_BACK


def landing_key(source: str, table: str) -> dg.AssetKey:
    return dg.AssetKey(["landing", source, table])


def raw_key(source: str, table: str) -> dg.AssetKey:
    return dg.AssetKey(["raw", source, table])


def _raw_assets(connector: Connector) -> dg.AssetsDefinition:
    source = connector.source

    @dg.multi_asset(
        name=f"ingest_{source}",
        specs=[
            dg.AssetSpec(
                raw_key(source, table),
                deps=[landing_key(source, table)],
                group_name=f"raw_{source}",
                description=f"Files of {connector.title}, table {table}, as delivered: all text, with lineage.",
                kinds={"parquet"},
            )
            for table in connector.tables
        ],
        can_subset=True,
        retry_policy=dg.RetryPolicy(max_retries=2, delay=10),
    )
    def ingest_source(context: dg.AssetExecutionContext, run: RunParameters) -> Iterator[dg.MaterializeResult]:  # type: ignore[type-arg]
        tables = {key.path[-1] for key in context.selected_asset_keys}
        with values_withheld(), run.home.lock(STEP_PATIENCE):
            landing = run.landing_folder(source)
            erased = customers_to_keep_out(run.home, source)
            report = ingest(landing, run.home.raw, connector, loaded_at=datetime.now(UTC), tables=tables, erased=erased)
        for file in report.of("held_back"):
            context.log.warning(f"{HELD_BACK}{file.detail}")
        for table in sorted(tables):
            yield dg.MaterializeResult(asset_key=raw_key(source, table), metadata=_metadata(report, table))

    return ingest_source


def _metadata(report: IngestReport, table: str) -> dict[str, int]:
    files = [file for file in report.files if file.table == table]
    return {
        "new_files": sum(file.status == "new" for file in files),
        "files_already_there": sum(file.status == "present" for file in files),
        "files_held_back": sum(file.status == "held_back" for file in files),
        "new_rows": sum(file.rows or 0 for file in files if file.status == "new"),
    }


@dg.definitions
def ingestion() -> dg.Definitions:
    connectors = [load_connector(source) for source in available_connectors()]
    landing = [
        dg.AssetSpec(
            landing_key(connector.source, table),
            group_name=f"landing_{connector.source}",
            description=f"Files as {connector.title} delivered them. Never changed.",
            kinds={"file"},
        )
        for connector in connectors
        for table in connector.tables
    ]
    return dg.Definitions(assets=[*landing, *(_raw_assets(connector) for connector in connectors)])

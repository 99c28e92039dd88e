-- The quarantine is what a person works through: it must name as many rows of a file as the reconciliation
-- counts.
{{ config(meta={"dagster": {"ref": {"name": "quarantine"}}}) }}
with
    quarantined as (
        select source_system, table_name, source_file_sha256, count(*) as rows_quarantined
        from {{ ref("quarantine") }}
        group by source_system, table_name, source_file_sha256
    )

select source_system, table_name, source_file_sha256
from {{ ref("row_reconciliation") }} as reconciled
full join quarantined using (source_system, table_name, source_file_sha256)
where coalesce(reconciled.rows_quarantined, 0) <> coalesce(quarantined.rows_quarantined, 0)

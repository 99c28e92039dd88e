-- The ledger of a batch is written once; it must say what the tables of that batch say.
{{ config(meta={"dagster": {"ref": {"name": "batch_audit"}}}) }}
with
    latest as (
        select max(ledger_number) as ledger_number
        from {{ ref("batch_audit") }}
        where batch_id = {{ batch_id() }}
    ),

    recorded as (
        select audit.source_system, audit.table_name, audit.rows_landed, audit.rows_quarantined
        from {{ ref("batch_audit") }} as audit
        join latest on audit.ledger_number = latest.ledger_number
        where audit.record_type = 'landed_table' and audit.files_landed > 0
    ),

    staged as (
        select
            reconciled.source_system,
            reconciled.table_name,
            sum(reconciled.rows_landed) as rows_landed,
            sum(reconciled.rows_quarantined) as rows_quarantined
        from {{ ref("row_reconciliation") }} as reconciled
        join {{ ref("landed_file") }} as landed using (source_system, table_name, source_file_sha256)
        where
            landed.delivered_on <= {{ as_of_date() }}
            and exists (select latest.ledger_number from latest where latest.ledger_number is not null)
        group by reconciled.source_system, reconciled.table_name
    )

select source_system, table_name, recorded.rows_landed, staged.rows_landed as rows_reconciled
from recorded
full join staged using (source_system, table_name)
where
    recorded.rows_landed is distinct from staged.rows_landed
    or recorded.rows_quarantined is distinct from staged.rows_quarantined

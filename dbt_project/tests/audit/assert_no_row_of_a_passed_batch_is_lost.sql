-- The raw zone says what landed, staging what became of it: a difference is a row that nobody finds.
select ledger_number, source_system, table_name, key_name
from {{ ref("batch_audit") }}
where
    status_code = 'passed'
    and (
        rows_landed <> rows_staged + rows_quarantined + rows_duplicate
        or rows_in_fact <> rows_joined + rows_unknown
    )

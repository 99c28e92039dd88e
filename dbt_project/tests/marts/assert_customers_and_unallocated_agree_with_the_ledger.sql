-- A bank trusts contribution only when it adds up: for every month and line
-- customers and the named items that no customer bears give the general
-- ledger to the cent. What no customer bears has a name.
{{ config(meta={"dagster": {"ref": {"name": "contribution_reconciliation"}}}) }}

select source_system, month_end_date, line_code, customers_amount, unallocated_amount, ledger_amount
from {{ ref("contribution_reconciliation") }}
where reconciliation_code = 'not_reconciled' or (unallocated_amount <> 0 and unallocated_items is null)

select
    source_system,
    table_name,
    column_name,
    reason,
    rows_count,
    files_count,
    {{ as_of_date() }} as as_of_date,
    {{ batch_id() }} as batch_id
from {{ ref("fct_quarantine") }}

select
    source_system,
    table_name,
    coalesce(column_name, '(whole row)') as column_name,
    reason,
    count(*) as rows_count,
    count(distinct source_file_sha256) as files_count
from {{ ref("quarantine") }}
group by source_system, table_name, coalesce(column_name, '(whole row)'), reason

{{ config(materialized="table") }}

-- Lines that are not rows: ingestion could not split or read them.
select
    landed_file.source_system,
    landed_file.table_name,
    landed_file.source_file,
    landed_file.source_file_sha256,
    line._line_number as source_line_number,
    line._text as line_text,
    line._reason as reason,
    landed_file.business_date,
    landed_file.delivered_on
from {{ raw_rejected_lines() }} as line
inner join
    {{ ref("landed_file") }} as landed_file
    on line._file_sha256 = landed_file.source_file_sha256
    and line._source_file = landed_file.source_file

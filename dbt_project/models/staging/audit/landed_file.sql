{{ config(materialized="table") }}

-- Held-back files are told too: they have a sidecar and no rows.
{% set globs = sidecar_globs() %}

select
    source as source_system,
    system as system_name,
    "table" as table_name,
    file as source_file,
    sha256 as source_file_sha256,
    bytes as file_bytes,
    business_date,
    delivered_on,
    kind as delivery_kind,
    status,
    reason,
    detail,
    rows_declared,
    rows_landed,
    rows_parsed,
    rows_rejected,
    control_column,
    control_total_declared,
    control_total_landed,
    array_to_string(new_columns, ', ') as new_columns,
    loaded_at
from {{ read_sidecars(globs) }}

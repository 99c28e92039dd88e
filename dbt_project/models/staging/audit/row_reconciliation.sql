{{
    config(
        materialized="incremental",
        incremental_strategy="delete+insert",
        unique_key=["source_system", "table_name", "source_file_sha256"],
    )
}}

with
    landed_file as (select * from {{ ref("landed_file") }} where status = 'landed'),

    fresh_file as (
        select source_system, table_name, source_file_sha256
        from landed_file
        {% if is_incremental() %}
            where source_file_sha256 not in (select source_file_sha256 from {{ this }})
        {% endif %}
    ),

    rejected as (
        select source_system, table_name, source_file_sha256, count(*) as rows_rejected
        from {{ ref("rejected_line") }}
        group by source_system, table_name, source_file_sha256
    ),

    counted as (
        select
            cast(null as varchar) as source_system,
            cast(null as varchar) as table_name,
            cast(null as varchar) as source_file_sha256,
            0 as rows_staged,
            0 as rows_bad,
            0 as rows_duplicate
        where false
        {% for source, table in tables_to_reconcile() %}
            union all
            {{ rows_of_fresh_files(source, table) }}
        {% endfor %}
    ),

    reconciled as (
        select
            landed_file.source_system,
            landed_file.table_name,
            landed_file.source_file_sha256,
            landed_file.source_file,
            landed_file.rows_landed,
            cast(coalesce(counted.rows_staged, 0) as bigint) as rows_staged,
            cast(
                coalesce(counted.rows_bad, 0) + coalesce(rejected.rows_rejected, 0) as bigint
            ) as rows_quarantined,
            cast(coalesce(counted.rows_duplicate, 0) as bigint) as rows_duplicate
        from landed_file
        left join counted using (source_system, table_name, source_file_sha256)
        left join rejected using (source_system, table_name, source_file_sha256)
        left join
            (select *, true as is_fresh from fresh_file) as fresh using (
                source_system, table_name, source_file_sha256
            )
        where counted.source_file_sha256 is not null or fresh.is_fresh
    )

select *, rows_landed - rows_staged - rows_quarantined - rows_duplicate as rows_difference
from reconciled

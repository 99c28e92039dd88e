{#
    Rows per file of one base table: good, in quarantine, and repeated. The first of equal good rows counts as
    staged, the others as duplicates. Only `fresh_file` and the files that share a row with one of them are
    counted, as only their figures can have changed. No large sort: hashes that occur twice are found first.
#}
{% macro rows_of_fresh_files(source, table) -%}
    {%- set base = ref("base_" ~ source ~ "__" ~ table) -%}
    select
        '{{ source }}' as source_system,
        '{{ table }}' as table_name,
        rows_by_file.source_file_sha256,
        rows_by_file.rows_good - coalesce(repeats_by_file.rows_duplicate, 0) as rows_staged,
        rows_by_file.rows_bad,
        coalesce(repeats_by_file.rows_duplicate, 0) as rows_duplicate
    from
        (
            select
                source_file_sha256,
                sum(case when problem_reason is null then 1 else 0 end) as rows_good,
                sum(case when problem_reason is null then 0 else 1 end) as rows_bad
            from {{ base }} {{ in_touched_file(source, table, base, "where") }}
            group by source_file_sha256
        ) as rows_by_file
    left join
        (
            select source_file_sha256, count(*) as rows_duplicate
            from
                (
                    select
                        source_file_sha256,
                        row_number() over (
                            partition by row_hash
                            order by business_date, delivered_on, source_file_sha256, source_row_number
                        ) as occurrence
                    from {{ base }}
                    where
                        problem_reason is null
                        and row_hash in (
                            select row_hash
                            from {{ base }}
                            where
                                problem_reason is null
                                {%- if is_incremental() %}
                                    and row_hash in (
                                        select row_hash
                                        from {{ base }} {{ in_touched_file(source, table, base, "where") }}
                                    )
                                {%- endif %}
                            group by row_hash
                            having count(*) > 1
                        )
                ) as repeated_row
            where occurrence > 1
            group by source_file_sha256
        ) as repeats_by_file
        on rows_by_file.source_file_sha256 = repeats_by_file.source_file_sha256
{%- endmacro %}

{# A fresh file, or one that shares a row with a fresh file. In the first run every file is fresh. #}
{% macro in_touched_file(source, table, base, keyword) -%}
    {%- if is_incremental() -%}
        {%- set fresh -%}
        select source_file_sha256
        from fresh_file
        where source_system = '{{ source }}' and table_name = '{{ table }}'
        {%- endset -%}
        {{ keyword }} source_file_sha256 in (
            select source_file_sha256
            from {{ base }}
            where row_hash in (select row_hash from {{ base }} where source_file_sha256 in ({{ fresh }}))
        )
    {%- endif -%}
{%- endmacro %}

{# The base tables, as [source, table], of which a landed file has not been reconciled yet; all while parsing. #}
{% macro tables_to_reconcile() %}
    {%- set tables = [] -%}
    {%- if execute -%}
        {%- set query -%}
            select distinct source_system, table_name
            from {{ ref("landed_file") }}
            where
                status = 'landed'
                {%- if is_incremental() %}
                and source_file_sha256 not in (select source_file_sha256 from {{ this }})
                {%- endif %}
            order by source_system, table_name
        {%- endset -%}
        {%- for row in run_query(query).rows -%} {%- do tables.append([row[0], row[1]]) -%} {%- endfor -%}
    {%- else -%}
        {%- for source, connector in var("connectors").items() -%}
            {%- for table in connector.tables -%} {%- do tables.append([source, table]) -%} {%- endfor -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(tables) }}
{% endmacro %}

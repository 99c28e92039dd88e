{# Reading the raw zone: which files there are, and their rows. #}
{# A FROM item with the rows of all landed files that the model does not hold yet; no row where there is none. #}
{% macro raw_rows(source, table, columns) %}
    {%- set files = files_to_stage(source, table) if execute else [] -%}
    {%- if files -%} {{ return(read_raw_files(files)) }} {%- endif -%}
    {{ return(no_raw_rows(columns)) }}
{% endmacro %}

{# Paths inside the raw zone, in the order of delivery. #}
{% macro files_to_stage(source, table) %}
    {%- set query -%}
        select landed_file.source_system || '/' || landed_file.table_name || '/' || landed_file.source_file_sha256
        from {{ ref("landed_file") }} as landed_file
        where
            landed_file.source_system = '{{ source }}'
            and landed_file.table_name = '{{ table }}'
            and landed_file.status = 'landed'
            and landed_file.rows_parsed > 0
            {%- if is_incremental() %}
            and landed_file.source_file_sha256 not in (select distinct source_file_sha256 from {{ this }})
            {%- endif %}
        order by landed_file.delivered_on, landed_file.business_date, landed_file.source_file_sha256
    {%- endset -%}
    {{ return(run_query(query).columns[0].values()) }}
{% endmacro %}

{% macro read_raw_files(files, suffix=".parquet") %}
    {{ return(adapter.dispatch("read_raw_files")(files, suffix)) }}
{% endmacro %}
{% macro default__read_raw_files(files, suffix) -%}
    read_parquet(
        [
            {%- for file in files %}
                {{ raw_root() }} || '/{{ file }}{{ suffix }}' {{- "," if not loop.last }}
            {%- endfor %}
        ],
        union_by_name = true
    )
{%- endmacro %}

{% macro no_raw_rows(columns) -%}
    (
        select
            {%- for column in columns %}
                cast(null as varchar) as {{ adapter.quote(column.from or column.name) }},
            {%- endfor %}
            cast(null as varchar) as _source_file,
            cast(null as varchar) as _file_sha256,
            cast(null as bigint) as _row_number,
            cast(null as date) as _business_date,
            cast(null as date) as _delivered_on
        where false
    ) as no_files
{%- endmacro %}

{# A FROM item with the rejected lines of all landed files; no row where there is none. #}
{% macro raw_rejected_lines() %}
    {%- set query -%}
        select source_system || '/' || table_name || '/' || source_file_sha256
        from {{ ref("landed_file") }}
        where status = 'landed' and rows_rejected > 0
        order by source_system, table_name, source_file_sha256
    {%- endset -%}
    {%- set files = run_query(query).columns[0].values() if execute else [] -%}
    {%- if files -%} {{ return(read_raw_files(files, ".rejects.parquet")) }} {%- endif -%}
    {{
        return(
            "(select cast(null as varchar) as _file_sha256, cast(null as varchar) as _source_file, "
            ~ "cast(null as bigint) as _line_number, cast(null as varchar) as _text, "
            ~ "cast(null as varchar) as _reason where false)"
        )
    }}
{% endmacro %}

{# The sidecars of the connectors that are part of the run, as globs that match at least one file. #}
{% macro sidecar_globs() %}
    {%- set globs = [] -%}
    {%- if execute -%}
        {%- for source in var("connectors") -%}
            {%- set glob = raw_root() ~ " || '/" ~ source ~ "/*/*.json'" -%}
            {%- set query = "select count(*) from glob(" ~ glob ~ ") where " ~ source_is_on(source) -%}
            {%- if run_query(query).columns[0][0] > 0 -%} {%- do globs.append(glob) -%} {%- endif -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(globs) }}
{% endmacro %}

{# A FROM item with the sidecars under the globs; no row where there is no glob. #}
{% macro read_sidecars(globs) %} {{ return(adapter.dispatch("read_sidecars")(globs)) }}{% endmacro %}
{% macro default__read_sidecars(globs) -%}
    {%- set columns = {
        "source": "varchar",
        "system": "varchar",
        "table": "varchar",
        "file": "varchar",
        "sha256": "varchar",
        "bytes": "bigint",
        "business_date": "date",
        "delivered_on": "date",
        "kind": "varchar",
        "rows_declared": "bigint",
        "rows_landed": "bigint",
        "rows_parsed": "bigint",
        "rows_rejected": "bigint",
        "control_column": "varchar",
        "control_total_declared": "decimal(38,2)",
        "control_total_landed": "decimal(38,2)",
        "columns": "varchar[]",
        "new_columns": "varchar[]",
        "status": "varchar",
        "reason": "varchar",
        "detail": "varchar",
        "loaded_at": "timestamp",
    } -%}
    {%- if globs -%} read_json([{{ globs | join(", ") }}], columns = {{ columns }})
    {%- else -%}
        (
            select
                {%- for name, type in columns.items() %}
                    cast(null as {{ type }}) as {{ adapter.quote(name) }}{{ "," if not loop.last }}
                {%- endfor %}
            where false
        ) as no_sidecars
    {%- endif -%}
{%- endmacro %}

{# A FROM item with all entries of the batch ledger; no row where there is none. #}
{% macro read_ledger() %} {{ return(adapter.dispatch("read_ledger")()) }}{% endmacro %}
{% macro default__read_ledger() -%}
    {%- set columns = {
        "ledger_number": "integer",
        "batch_id": "varchar",
        "attempt_number": "integer",
        "as_of_date": "date",
        "source_set": "varchar",
        "status_code": "varchar",
        "stopped_at": "varchar",
        "code_version": "varchar",
        "started_at": "timestamp",
        "recorded_at": "timestamp",
        "record_type": "varchar",
        "layer_name": "varchar",
        "source_system": "varchar",
        "table_name": "varchar",
        "key_name": "varchar",
        "dimension_name": "varchar",
        "files_landed": "bigint",
        "files_held_back": "bigint",
        "control_total_declared": "decimal(38,2)",
        "control_total_landed": "decimal(38,2)",
        "rows_landed": "bigint",
        "rows_staged": "bigint",
        "rows_quarantined": "bigint",
        "rows_duplicate": "bigint",
        "rows_in_fact": "bigint",
        "rows_joined": "bigint",
        "rows_unknown": "bigint",
        "checks_passed": "bigint",
        "checks_failed_critical": "bigint",
        "checks_failed_warning": "bigint",
        "checks_not_applicable": "bigint",
    } -%}
    {%- set files = ledger_root() ~ " || '/*.parquet'" -%}
    {%- if execute and run_query("select count(*) from glob(" ~ files ~ ")").columns[0][0] > 0 -%}
        read_parquet({{ files }}, union_by_name = true)
    {%- else -%}
        (
            select
                {%- for name, type in columns.items() %}
                    cast(null as {{ type }}) as {{ name }}{{ "," if not loop.last }}
                {%- endfor %}
            where false
        ) as no_entries
    {%- endif -%}
{%- endmacro %}

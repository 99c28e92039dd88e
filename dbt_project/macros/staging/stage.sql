{#
    The rows of one landed table, typed and judged. All columns arrive as text; each entry of `columns` has

        name      our name                            from      its name in the file, where that differs
        type      varchar (default), or any type      required  true where a row without it is no row
        domain    "a|b": the values it may take       check     a condition over the typed columns
        valid     iban, lei, uscc or national_id: the check digits are proven

    A row is never dropped here: the first column that fails, in this order, is told in problem_column,
    problem_value and problem_reason (missing_value, bad_type, out_of_domain, bad_check_digit).

    Rows that are equal in all columns are the same row delivered again. With equal_rows="different" this holds
    between files alone: in a table without a number of its own, equal rows of one file are different events.
#}
{% macro stage(source, table, columns, equal_rows="the_same") -%}
    -- depends_on: {{ ref("landed_file") }}
    with
        delivered as (
            select
                {%- for column in columns %}
                    nullif({{ adapter.quote(column.from or column.name) }}, '') as text_{{ loop.index }},
                {%- endfor %}
                _source_file as source_file,
                _file_sha256 as source_file_sha256,
                _row_number as source_row_number,
                _business_date as business_date,
                _delivered_on as delivered_on
            from {{ raw_rows(source, table, columns) }}
        ),

        typed as (
            select
                *,
                {%- for column in columns %}
                    {{ typed_text("text_" ~ loop.index, column.type or "varchar") }} as {{ column.name }}
                    {{- "," if not loop.last }}
                {%- endfor %}
            from delivered
        ),

        judged as (
            select
                *,
                case
                    {%- for column in columns %}
                        {{- problem_conditions(column, "text_" ~ loop.index) }}
                    {%- endfor %}
                    else null
                end as problem
            from typed
        )

    select
        {%- for column in columns %} {{ column.name }}, {%- endfor %}
        '{{ source }}' as source_system,
        source_file,
        source_file_sha256,
        source_row_number,
        business_date,
        delivered_on,
        {{
            row_hash(
                texts_of(columns) + ([place_among_equals(columns)] if equal_rows == "different" else [])
            )
        }} as row_hash,
        cast({{ dbt.split_part("problem", "' '", 1) }} as varchar) as problem_column,
        case
            when problem is not null
            then
                case
                    {{ dbt.split_part("problem", "' '", 1) }}
                    {%- for column in columns %}
                        when '{{ column.name }}' then text_{{ loop.index }}
                    {%- endfor %}
                end
        end as problem_value,
        cast({{ dbt.split_part("problem", "' '", 2) }} as varchar) as problem_reason
    from judged
{%- endmacro %}

{# The branches of a CASE that name a column and what is wrong with it. #}
{% macro problem_conditions(column, text) %}
    {%- set type = column.type or "varchar" -%}
    {%- if column.required %} when {{ text }} is null then '{{ column.name }} missing_value' {%- endif %}
    {%- if type != "varchar" %}
        when {{ column.name }} is null and {{ text }} is not null then '{{ column.name }} bad_type'
    {%- endif %}
    {%- if type == "integer" or type.startswith("decimal") %}
        when {{ has_lost_digits(text, column.name) }} then '{{ column.name }} bad_type'
    {%- endif %}
    {%- if column.domain %}
        when {{ column.name }} not in ('{{ column.domain | replace("|", "', '") }}')
        then '{{ column.name }} out_of_domain'
    {%- endif %}
    {%- if column.check %} when not ({{ column.check }}) then '{{ column.name }} out_of_domain' {%- endif %}
    {%- if column.valid %}
        when not {{ check_digits_hold(column.valid, column.name) }} then '{{ column.name }} bad_check_digit'
    {%- endif %}
{%- endmacro %}

{% macro check_digits_hold(kind, column) -%}
    {%- if kind == "iban" -%} {{ valid_iban(column) }}
    {%- elif kind == "lei" -%} {{ valid_lei(column) }}
    {%- elif kind == "uscc" -%} {{ valid_uscc(column) }}
    {%- elif kind == "national_id" -%} {{ valid_national_id(column) }}
    {%- else -%} {{ exceptions.raise_compiler_error("No check digits are known for '" ~ kind ~ "'") }}
    {%- endif -%}
{%- endmacro %}

{# First, second … among the rows of a file that are equal in all columns. #}
{% macro place_among_equals(columns) -%}
    row_number() over (
        partition by source_file_sha256, {{ texts_of(columns) | join(", ") }} order by source_row_number
    )
{%- endmacro %}

{% macro texts_of(columns) %}
    {%- set texts = [] -%}
    {%- for column in columns -%} {%- do texts.append("text_" ~ loop.index) -%} {%- endfor -%}
    {{ return(texts) }}
{% endmacro %}

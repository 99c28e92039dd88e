{#
  The rows of a table of reference data as rows of dim_segment_reference. scheme, segment, condition, customer_type and
  industry_prefix are SQL over the table; the last two and segment are null where the row is for all.
#}
{% macro segment_reference(
    table, scheme, condition, segment="null", customer_type="null", industry_prefix="null"
) -%}
    select
        cast({{ scheme }} as varchar) as scheme_code,
        cast({{ segment }} as varchar) as segment_code,
        '{{ table }}' as reference_table,
        cast({{ customer_type }} as varchar) as customer_type,
        cast({{ industry_prefix }} as varchar) as industry_prefix,
        {{ condition }} as condition,
        valid_from,
        valid_to,
        source
    from {{ ref(table) }}
{%- endmacro %}

{# measure >= lower and < upper in words; each bound may be missing. #}
{% macro bounds_in_words(measure, lower, upper) -%}
    {{ measure }}
    || coalesce(' >= ' || {{ shortest_number(lower) }}, '')
    || case when {{ lower }} is not null and {{ upper }} is not null then ' and' else '' end
    || coalesce(' < ' || {{ shortest_number(upper) }}, '')
{%- endmacro %}

{# The unit of amounts in words: (amounts in CNY 10,000) #}
{% macro amounts_in_words() -%}
    ' (amounts in ' || currency_code || ' ' || {{ readable_number("amount_unit") }} || ')'
{%- endmacro %}

{#
  A view of contribution: parts added up by one key, source and month, so that any two views have the same total.
  parts names a relation of parts that has the key; labels are further columns, each an aggregate over the parts of a
  row. Customers and accounts are counted once in a row, however many parts they have in it; as telling different ones
  apart costs more than all sums, a view in which a simpler aggregate counts the same gives it.
#}
{% macro contribution_view(
    parts,
    key,
    labels={},
    customer_count="count(distinct nullif(customer_key, -1))",
    account_count="count(distinct nullif(account_key, -1))"
) -%}
    select
        {{ key }},
        {%- for label in labels %} {{ label }}, {%- endfor %}
        source_system,
        month_end_date,
        {{ reporting_currency() }} as currency_code,
        customer_count,
        {{ contribution_measures() }}
    from
        (
            select
                {{ key }},
                {%- for label, aggregate in labels.items() %} {{ aggregate }} as {{ label }}, {%- endfor %}
                source_system,
                month_end_date,
                cast({{ customer_count }} as integer) as customer_count,
                {{ sum_of_parts(account_count) }}
            from {{ parts }}
            group by {{ key }}, source_system, month_end_date
        ) as totals
{%- endmacro %}

{# The month end twelve months before a month end. #}
{% macro year_before(month_end_date) -%}
    {{ month_end("cast(" ~ dbt.dateadd("month", -12, month_end_date) ~ " as date)") }}
{%- endmacro %}

{# The last month end of each source. #}
{% macro last_months() -%}
    select source_system, max(month_end_date) as last_month_end_date
    from {{ ref("fct_source_month") }}
    group by source_system
{%- endmacro %}

{# A yearly rate on a balance held for a year, with enough decimals to give the amount back to the cent. #}
{% macro yearly_rate(amount, balance_year) -%}
    cast(cast({{ amount }} as double) / nullif({{ balance_year }}, 0) as decimal(28, 14))
{%- endmacro %}

{# What a yearly rate brings on a balance held for a year, to the cent. #}
{% macro yearly_amount(rate, balance_year) -%}
    {{ rounded_ratio([[rate, 14], [balance_year, 2]], []) }}
{%- endmacro %}

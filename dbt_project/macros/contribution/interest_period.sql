{# Days for which a month bears interest, and days of a year, by the day count of the product. #}
{% macro interest_days(account_month) -%}
    case
        when {{ account_month }}.day_count = '30/360'
        then 30
        else {{ days_in_month(account_month ~ ".month_end_date") }}
    end
{%- endmacro %}

{% macro year_days(account_month) -%}
    case when {{ account_month }}.day_count = 'act/365' then 365 else 360 end
{%- endmacro %}

{% macro previous_month_end(month_end_date) -%}
    cast({{ dbt.dateadd("day", -1, month_start(month_end_date)) }} as date)
{%- endmacro %}

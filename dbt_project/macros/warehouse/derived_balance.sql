{# Balances of sources that deliver none: an amount counts from its booking date to the end of the month. #}
{% macro amount_days(amount, indicator, booking_date) -%}
    {{ signed_amount(amount, indicator) }}
    * cast({{ dbt.datediff(booking_date, month_end(booking_date), "day") }} + 1 as decimal(20, 0))
{%- endmacro %}

{# The average of a month in which there are bookings: the opening balance and what each day adds to it. #}
{% macro derived_average_balance(running_balance, net_amount, amount_days, days_in_month) -%}
    {{ running_balance }} - {{ net_amount }} + {{ rounded_ratio([[amount_days, 2]], [[days_in_month, 0]]) }}
{%- endmacro %}

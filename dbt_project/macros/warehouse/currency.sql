{#
  The amount in the reporting currency of the run, at the latest rate of the day (relation rate).
  NULL where no rate is known: an amount is never guessed.
#}
{% macro reporting_amount(amount, currency) -%}
    case
        when {{ currency }} = {{ reporting_currency() }}
        then {{ amount }}
        else {{ rounded_product(amount, "rate.exchange_rate") }}
    end
{%- endmacro %}

{# Joins that rate to a fact. Rows in the reporting currency find none and need none. #}
{% macro join_reporting_rate(fact, currency, date) -%}
    left join
        {{ ref("exchange_rate_daily") }} as rate
        on {{ fact }}.source_system = rate.source_system
        and {{ currency }} = rate.from_currency_code
        and {{ date }} = rate.rate_date
{%- endmacro %}

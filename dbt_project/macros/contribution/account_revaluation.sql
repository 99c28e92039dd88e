{#
  What changed exchange rates did to the balances of accounts in foreign currency: opening + flow - closing, in the
  reporting currency. balances names a relation with the columns of fct_foreign_balance_monthly. What a rate is missing
  for stays unknown; a balance of zero needs none.
#}
{% macro account_revaluation(balances) %}
    select
        account_key,
        source_system,
        month_end_date,
        cast(
            {{ valued_balance("opening_balance_amount", "opening_exchange_rate") }}
            + flow_amount
            - {{ valued_balance("closing_balance_amount", "exchange_rate") }} as decimal(18, 2)
        ) as revaluation_difference_amount
    from {{ balances }}
{% endmacro %}

{% macro valued_balance(amount, rate) -%}
    case when {{ amount }} = 0 then 0 else {{ rounded_product(amount, rate) }} end
{%- endmacro %}

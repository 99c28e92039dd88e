{#
  Lifetime values of customers summed by a key of who belongs together. Whoever belongs to nobody stands for itself.
#}
{% macro lifetime_value_view(members, key, flag) %}
    select
        {{ key }},
        source_system,
        bool_or(is_member) as {{ flag }},
        {{ reporting_currency() }} as currency_code,
        fit_date,
        count(*) as customer_count,
        count(*) - count(lifetime_value_finite_amount) as without_value_count,
        count(*) - count(lifetime_value_perpetuity_amount) as without_perpetuity_count,
        {%- for amount in [
            "lifetime_value_finite",
            "lifetime_value_perpetuity",
            "lifetime_value_undiscounted",
            "recommended_lifetime_value",
        ] %}
            cast(sum({{ amount }}_amount) as decimal(18, 2)) as {{ amount }}_amount,
        {%- endfor %}
        {{ as_of_date() }} as as_of_date,
        {{ batch_id() }} as batch_id
    from {{ members }}
    group by {{ key }}, source_system, fit_date
{% endmacro %}

{#
  What contacts with customers cost in a month. interactions and rates name relations with the columns of
  fct_interaction_monthly and fct_activity_rate_monthly.
#}
{% macro contact_cost(interactions, rates) %}
    select
        interactions.customer_key,
        interactions.source_system,
        interactions.month_end_date,
        rates.activity_code,
        rates.resource_pool,
        {{
            rounded_ratio(
                [
                    ["interactions.minutes_count", 2],
                    ["rates.minutes_per_unit", 4],
                    ["rates.cost_amount", 2],
                ],
                [["rates.capacity_minutes", 4]],
            )
        }} as cost_amount,
        cast(interactions.minutes_count * rates.minutes_per_unit as decimal(18, 4)) as minutes
    from {{ interactions }} as interactions
    inner join
        {{ rates }} as rates
        on interactions.source_system = rates.source_system
        and interactions.month_end_date = rates.month_end_date
    where rates.driver_code = 'interaction' and interactions.month_end_date <= {{ as_of_date() }}
{% endmacro %}

{#
  What units of work cost in a month and how many accounts have them. activity, states and rates name relations with
  the columns of account_activity, fct_account_month and fct_activity_rate_monthly.
#}
{% macro activity_units(activity, states, rates) %}
    with
        drivers as ({{ account_drivers(activity, states) }}),

        -- the same units cost the same in one month: the exact division is done once for all accounts
        units as (
            select source_system, month_end_date, driver_code, units, sum(1) as account_count
            from drivers
            group by source_system, month_end_date, driver_code, units
        )

    select
        units.source_system,
        units.month_end_date,
        rates.activity_code,
        rates.resource_pool,
        units.driver_code,
        units.units,
        cast(units.account_count as bigint) as account_count,
        {{
            rounded_ratio(
                [["units.units", 0], ["rates.minutes_per_unit", 4], ["rates.cost_amount", 2]],
                [["rates.capacity_minutes", 4]],
            )
        }} as cost_amount,
        cast(units.units * rates.minutes_per_unit as decimal(18, 4)) as minutes
    from units
    inner join
        {{ rates }} as rates
        on units.source_system = rates.source_system
        and units.month_end_date = rates.month_end_date
        and units.driver_code = rates.driver_code
{% endmacro %}

{# The cost of work per account and month; units names a relation with the columns of activity_units. #}
{% macro account_cost(activity, states, units) %}
    with
        drivers as ({{ account_drivers(activity, states) }}),

        cost_of_units as (
            select
                source_system,
                month_end_date,
                driver_code,
                units,
                sum(cost_amount) as cost_amount,
                sum(minutes) as minutes
            from {{ units }}
            group by source_system, month_end_date, driver_code, units
        )

    select
        drivers.account_key,
        drivers.source_system,
        drivers.month_end_date,
        cast(sum(cost_of_units.cost_amount) as decimal(18, 2)) as operating_cost_amount,
        cast(sum(cost_of_units.minutes) as decimal(18, 4)) as minutes_used
    from drivers
    inner join
        cost_of_units
        on drivers.source_system = cost_of_units.source_system
        and drivers.month_end_date = cost_of_units.month_end_date
        and drivers.driver_code = cost_of_units.driver_code
        and drivers.units = cost_of_units.units
    group by drivers.account_key, drivers.source_system, drivers.month_end_date
{% endmacro %}

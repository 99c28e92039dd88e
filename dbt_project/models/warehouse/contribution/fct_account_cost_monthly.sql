{{ config(schema="intermediate", materialized="view") }}

with
    drivers as ({{ account_drivers() }}),

    cost_of_units as (
        select
            source_system,
            month_end_date,
            driver_code,
            units,
            sum(cost_amount) as cost_amount,
            sum(minutes) as minutes
        from {{ ref("fct_activity_units_monthly") }}
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

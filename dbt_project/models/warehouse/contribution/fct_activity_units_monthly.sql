{{ config(schema="intermediate") }}

with
    drivers as ({{ account_drivers() }}),

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
    {{ ref("fct_activity_rate_monthly") }} as rates
    on units.source_system = rates.source_system
    and units.month_end_date = rates.month_end_date
    and units.driver_code = rates.driver_code

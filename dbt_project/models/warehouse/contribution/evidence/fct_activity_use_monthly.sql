{{ config(materialized="view") }}

with
    drivers as ({{ account_drivers(ref("fct_account_activity_monthly"), ref("fct_account_month")) }}),

    uses as (
        select
            'account' as level_code,
            drivers.account_key as subject_key,
            drivers.source_system,
            drivers.month_end_date,
            charges.activity_code,
            drivers.units,
            charges.minutes,
            charges.cost_amount
        from drivers
        inner join
            {{ ref("fct_activity_units_monthly") }} as charges
            on drivers.source_system = charges.source_system
            and drivers.month_end_date = charges.month_end_date
            and drivers.driver_code = charges.driver_code
            and drivers.units = charges.units
        union all
        select
            'contact' as level_code,
            charges.customer_key as subject_key,
            charges.source_system,
            charges.month_end_date,
            charges.activity_code,
            contacts.minutes_count as units,
            charges.minutes,
            charges.cost_amount
        from {{ ref("fct_customer_contact_cost_monthly") }} as charges
        inner join
            {{ ref("fct_interaction_monthly") }} as contacts
            on charges.customer_key = contacts.customer_key
            and charges.source_system = contacts.source_system
            and charges.month_end_date = contacts.month_end_date
    )

select
    uses.level_code,
    uses.subject_key,
    uses.source_system,
    uses.month_end_date,
    'operating_cost' as line_code,
    uses.activity_code,
    rates.driver_code,
    cast(uses.units as bigint) as units,
    rates.minutes_per_unit,
    uses.minutes,
    rates.resource_pool,
    rates.cost_amount as pool_cost_amount,
    rates.capacity_minutes as pool_capacity_minutes,
    uses.cost_amount,
    drivers.valid_from,
    drivers.valid_to
from uses
inner join
    {{ ref("fct_activity_rate_monthly") }} as rates
    on uses.source_system = rates.source_system
    and uses.month_end_date = rates.month_end_date
    and uses.activity_code = rates.activity_code
inner join
    {{ ref("dim_activity_driver") }} as drivers
    on rates.source_system = drivers.source_system
    and rates.activity_code = drivers.activity_code
    and {{ valid_on("drivers", "rates.month_end_date") }}

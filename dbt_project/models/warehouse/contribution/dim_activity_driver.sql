with
    delivered as (
        {{ winners(ref("contract_activity_driver"), ["source_system", "activity_code", "driver_from"]) }}
    )

select
    source_system,
    activity_code,
    resource_pool,
    driver_code,
    minutes_per_unit,
    driver_from as valid_from,
    lead(driver_from, 1, {{ open_end_date() }}) over (
        partition by source_system, activity_code order by driver_from
    ) as valid_to
from delivered

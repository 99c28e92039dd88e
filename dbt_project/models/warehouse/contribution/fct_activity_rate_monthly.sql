select
    costs.source_system,
    costs.month_end_date,
    drivers.activity_code,
    drivers.driver_code,
    costs.resource_pool,
    drivers.minutes_per_unit,
    costs.cost_amount,
    costs.capacity_minutes
from {{ ref("fct_activity_cost_monthly") }} as costs
inner join
    {{ ref("dim_activity_driver") }} as drivers
    on costs.source_system = drivers.source_system
    and costs.resource_pool = drivers.resource_pool
    and {{ valid_on("drivers", "costs.month_end_date") }}

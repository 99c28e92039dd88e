with
    delivered as (
        {{ winners(ref("contract_activity_cost"), ["source_system", "month_end_date", "resource_pool"]) }}
    )

select source_system, month_end_date, resource_pool, cost_amount, capacity_minutes
from delivered

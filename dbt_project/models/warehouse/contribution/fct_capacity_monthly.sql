with
    used as (
        select
            source_system,
            month_end_date,
            resource_pool,
            account_count * cost_amount as cost_amount,
            account_count * minutes as minutes
        from {{ ref("fct_activity_units_monthly") }}
        union all
        select source_system, month_end_date, resource_pool, cost_amount, minutes
        from {{ ref("fct_customer_contact_cost_monthly") }}
    ),

    used_by_pool as (
        select
            source_system,
            month_end_date,
            resource_pool,
            cast(sum(cost_amount) as decimal(18, 2)) as cost_amount,
            cast(sum(minutes) as decimal(18, 4)) as minutes
        from used
        group by source_system, month_end_date, resource_pool
    )

select
    pools.source_system,
    pools.month_end_date,
    pools.resource_pool,
    pools.capacity_minutes,
    coalesce(used_by_pool.minutes, 0) as used_minutes,
    pools.capacity_minutes - coalesce(used_by_pool.minutes, 0) as unused_minutes,
    pools.cost_amount,
    coalesce(used_by_pool.cost_amount, 0) as used_cost_amount,
    pools.cost_amount - coalesce(used_by_pool.cost_amount, 0) as unused_cost_amount
from {{ ref("fct_activity_cost_monthly") }} as pools
left join
    used_by_pool
    on pools.source_system = used_by_pool.source_system
    and pools.month_end_date = used_by_pool.month_end_date
    and pools.resource_pool = used_by_pool.resource_pool

{{ config(schema="intermediate", materialized="view") }}

with
    months as (select * from {{ ref("closed_month") }}),

    costs as (
        {{
            published_versions(
                ref("contract_activity_cost"),
                ["source_system", "resource_pool"],
                "month_end_date",
                "months",
            )
        }}
    ),

    drivers as (
        {{
            published_versions(
                ref("contract_activity_driver"), ["source_system", "activity_code"], "driver_from", "months"
            )
        }}
    )

select
    costs.source_system,
    costs.month_end_date,
    drivers.activity_code,
    drivers.driver_code,
    costs.resource_pool,
    drivers.minutes_per_unit,
    costs.cost_amount,
    costs.capacity_minutes
from costs
inner join
    drivers
    on costs.source_system = drivers.source_system
    and costs.resource_pool = drivers.resource_pool
    and costs.closed_month_end_date = drivers.closed_month_end_date
where costs.month_end_date = costs.closed_month_end_date

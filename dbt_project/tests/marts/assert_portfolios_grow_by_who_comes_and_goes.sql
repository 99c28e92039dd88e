-- Customers of a manager are those of the month before, and who came less
-- who went; over all managers those who move cancel out.
{{ config(meta={"dagster": {"ref": {"name": "employee_portfolio"}}}) }}

with
    steps as (
        select
            employee_key,
            source_system,
            {{ month_shifted("month_end_date", 1) }} as month_end_date,
            customer_count as change_count,
            0 as moved_count
        from {{ ref("employee_portfolio") }}
        union all
        select
            employee_key,
            source_system,
            month_end_date,
            won_count - lost_count + moved_in_count - moved_out_count - customer_count as change_count,
            moved_in_count - moved_out_count as moved_count
        from {{ ref("employee_portfolio") }}
        where flow_missing_reason is null
    ),

    months as (
        select source_system, min(month_end_date) as first_month, max(month_end_date) as last_month
        from {{ ref("employee_portfolio") }}
        group by source_system
    )

select 'customers do not add up' as problem, steps.employee_key, steps.month_end_date
from steps
inner join months on steps.source_system = months.source_system
where steps.month_end_date > months.first_month and steps.month_end_date <= months.last_month
group by steps.employee_key, steps.source_system, steps.month_end_date
having sum(steps.change_count) <> 0
union all
select 'moves do not cancel out' as problem, null as employee_key, month_end_date
from steps
group by source_system, month_end_date
having sum(moved_count) <> 0

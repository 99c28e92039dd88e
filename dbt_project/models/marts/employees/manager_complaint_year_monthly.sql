{{ config(schema="intermediate") }}

with
    complaints as (
        select
            coalesce(managers.employee_key, -1) as employee_key,
            complaints.source_system,
            {{ month_end("complaints.opened_date") }} as month_end_date,
            0 as customer_months,
            1 as complaint_count
        from {{ ref("fct_complaint") }} as complaints
        left join
            {{ ref("bridge_customer_manager") }} as managers
            on complaints.customer_key = managers.customer_key
            and {{ valid_on("managers", "complaints.opened_date") }}
        where complaints.customer_key <> -1
    ),

    events as (
        select *
        from complaints
        union all
        select
            employee_key,
            source_system,
            month_end_date,
            customer_count as customer_months,
            0 as complaint_count
        from {{ ref("manager_customer_flow_monthly") }}
    ),

    months as (
        select
            employee_key,
            source_system,
            month_end_date,
            sum(customer_months) as customer_months,
            sum(complaint_count) as complaint_count
        from events
        group by employee_key, source_system, month_end_date
    )

select
    portfolios.employee_key,
    portfolios.source_system,
    portfolios.month_end_date,
    cast(sum(months.customer_months) as integer) as customer_months,
    cast(sum(months.complaint_count) as integer) as complaint_count
from {{ ref("manager_customer_flow_monthly") }} as portfolios
inner join
    months
    on portfolios.employee_key = months.employee_key
    and portfolios.source_system = months.source_system
    and months.month_end_date > {{ year_before("portfolios.month_end_date") }}
    and months.month_end_date <= portfolios.month_end_date
group by portfolios.employee_key, portfolios.source_system, portfolios.month_end_date

{{ config(schema="intermediate") }}

with
    here as (
        select
            employee_key,
            source_system,
            month_end_date,
            1 as customer_count,
            case when previous_employee_key is null then 1 else 0 end as won_count,
            case when previous_employee_key <> employee_key then 1 else 0 end as in_count,
            0 as lost_count,
            0 as out_count
        from {{ ref("manager_customer_monthly") }}
    ),

    gone as (
        select
            employee_key,
            source_system,
            next_month_end_date as month_end_date,
            0 as customer_count,
            0 as won_count,
            0 as in_count,
            case when next_employee_key is null then 1 else 0 end as lost_count,
            case when next_employee_key <> employee_key then 1 else 0 end as out_count
        from {{ ref("manager_customer_monthly") }}
    ),

    moves as (
        select *
        from here
        union all
        select gone.*
        from gone
        inner join
            {{ ref("fct_source_month") }} as months
            on gone.source_system = months.source_system
            and gone.month_end_date = months.month_end_date
        where gone.lost_count + gone.out_count > 0
    )

select
    employee_key,
    source_system,
    month_end_date,
    cast(sum(customer_count) as integer) as customer_count,
    cast(sum(won_count) as integer) as won_count,
    cast(sum(lost_count) as integer) as lost_count,
    cast(sum(in_count) as integer) as in_count,
    cast(sum(out_count) as integer) as out_count
from moves
group by employee_key, source_system, month_end_date

{{ config(schema="intermediate") }}

with
    looked_after as (
        select
            customers.customer_key,
            customers.source_system,
            customers.month_end_date,
            {{ month_shifted("customers.month_end_date", 1) }} as next_month_end_date,
            coalesce(managers.employee_key, -1) as employee_key
        from {{ ref("customer_month_end") }} as customers
        left join
            {{ ref("bridge_customer_manager") }} as managers
            on customers.customer_key = managers.customer_key
            and {{ valid_on("managers", "customers.month_end_date") }}
    )

select
    now.customer_key,
    now.source_system,
    now.month_end_date,
    now.next_month_end_date,
    now.employee_key,
    before.employee_key as previous_employee_key,
    after.employee_key as next_employee_key
from looked_after as now
left join
    looked_after as before
    on now.customer_key = before.customer_key
    and now.month_end_date = before.next_month_end_date
left join
    looked_after as after
    on now.customer_key = after.customer_key
    and now.next_month_end_date = after.month_end_date

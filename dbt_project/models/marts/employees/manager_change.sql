{{ config(schema="intermediate") }}

with
    spans as (
        select
            customer_key,
            employee_key,
            valid_from,
            lag(employee_key) over (partition by customer_key order by valid_from) as previous_employee_key
        from {{ ref("bridge_customer_manager") }}
    ),

    changes as (
        select
            customer_key,
            previous_employee_key,
            employee_key,
            valid_from as change_date,
            row_number() over (partition by customer_key order by valid_from) as change_number
        from spans
        where previous_employee_key <> employee_key
    )

select
    changes.customer_key,
    customers.source_system,
    changes.previous_employee_key,
    changes.employee_key,
    changes.change_date,
    {{ month_end("changes.change_date") }} as month_end_date,
    changes.change_number
from changes
inner join
    {{ ref("dim_customer") }} as customers
    on changes.customer_key = customers.customer_key
    and customers.is_current
where changes.change_date <= {{ as_of_date() }}

{{ config(schema="intermediate") }}

with
    -- the last word of each customer within twelve months
    ranked as (
        select
            customers.employee_key,
            customers.source_system,
            customers.month_end_date,
            answers.is_satisfied,
            row_number() over (
                partition by customers.customer_key, customers.month_end_date
                order by answers.response_date desc, answers.response_key desc
            ) as place
        from {{ ref("manager_customer_monthly") }} as customers
        inner join
            {{ ref("csat_answer") }} as answers
            on customers.customer_key = answers.customer_key
            and answers.response_date > {{ year_before("customers.month_end_date") }}
            and answers.response_date <= customers.month_end_date
    )

select
    employee_key,
    source_system,
    month_end_date,
    cast(count(*) as integer) as response_count,
    cast(sum(is_satisfied) as integer) as satisfied_count
from ranked
where place = 1
group by employee_key, source_system, month_end_date

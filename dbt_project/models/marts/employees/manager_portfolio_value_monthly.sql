{{ config(schema="intermediate") }}

select
    customers.employee_key,
    customers.source_system,
    customers.month_end_date,
    max(last_months.last_month_end_date) as last_month_end_date,
    cast(coalesce(sum(positions.deposit_amount), 0) as decimal(18, 2)) as deposit_amount,
    cast(coalesce(sum(positions.exposure_amount), 0) as decimal(18, 2)) as exposure_amount,
    cast(sum(lifetimes.lifetime_value_finite_amount) as decimal(18, 2)) as lifetime_value_amount,
    cast(count(lifetimes.lifetime_value_finite_amount) as integer) as lifetime_value_customer_count
from {{ ref("manager_customer_monthly") }} as customers
inner join ({{ last_months() }}) as last_months on customers.source_system = last_months.source_system
left join
    {{ ref("fct_customer_position_monthly") }} as positions
    on customers.customer_key = positions.customer_key
    and customers.month_end_date = positions.month_end_date
left join
    {{ ref("customer_lifetime_value") }} as lifetimes
    on customers.customer_key = lifetimes.customer_key
    and customers.month_end_date = lifetimes.fit_date
group by customers.employee_key, customers.source_system, customers.month_end_date

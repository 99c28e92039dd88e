{{ config(schema="intermediate") }}

with customers as (select * from {{ ref("dim_customer") }} where customer_key <> -1)

select
    customers.customer_key,
    customers.source_system,
    months.month_end_date,
    customers.customer_type,
    customers.industry_code,
    customers.employee_count,
    customers.registration_country,
    customers.foreign_ownership_share,
    customers.residence_region,
    customers.residence_type,
    customers.birth_year,
    customers.marital_status,
    customers.children_count,
    customers.youngest_child_birth_year,
    customers.employment_status,
    branches.region_code as branch_region,
    customers.onboarded_date,
    case
        when customers.valid_from = {{ beginning_of_time() }}
        then customers.known_from_date
        else customers.valid_from
    end as record_date
from customers
inner join
    {{ ref("fct_source_month") }} as months
    on customers.source_system = months.source_system
    and {{ valid_on("customers", "months.month_end_date") }}
left join {{ ref("dim_branch") }} as branches on customers.branch_key = branches.branch_key
where
    customers.onboarded_date <= months.month_end_date
    and coalesce(customers.closed_date, {{ open_end_date() }}) > months.month_end_date

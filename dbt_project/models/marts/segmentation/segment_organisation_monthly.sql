{{ config(schema="intermediate") }}

with
    customers as (
        select
            customers.customer_key,
            customers.month_end_date,
            customers.customer_type,
            sizes.size_code,
            sizes.reason
        from {{ ref("customer_month_end") }} as customers
        left join
            {{ ref("company_size_monthly") }} as sizes
            on customers.customer_key = sizes.customer_key
            and customers.month_end_date = sizes.month_end_date
    ),

    groups as (select group_key, customer_key, valid_from, valid_to from {{ ref("bridge_customer_group") }})

select
    customers.customer_key,
    customers.month_end_date,
    'organisation' as scheme_code,
    case
        when customers.customer_type <> 'corporate'
        then customers.customer_type
        when groups.group_key is not null
        then 'group'
        else customers.size_code
    end as segment_code,
    case
        when customers.customer_type <> 'corporate'
        then 'customer_type is ' || customers.customer_type
        when groups.group_key is not null
        then 'member of an ownership tree with at least 2 members'
        else customers.reason
    end as reason
from customers
left join
    groups
    on customers.customer_key = groups.customer_key
    and {{ valid_on("groups", "customers.month_end_date") }}

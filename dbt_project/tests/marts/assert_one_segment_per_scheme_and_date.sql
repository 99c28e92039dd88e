-- A customer in two segments of a scheme is counted twice, one in none is lost: spans of a customer and
-- scheme follow
-- each other without gap or overlap, and every customer is in the same number of schemes at each month end.
{{ config(meta={"dagster": {"ref": {"name": "segment_membership"}}}) }}
with
    spans as (
        select
            *, lead(valid_from) over (partition by customer_key, scheme_code order by valid_from) as next_from
        from {{ ref("segment_membership") }}
    ),

    schemes as (select count(distinct scheme_code) as scheme_count from spans),

    members as (
        select customers.customer_key, customers.month_end_date, count(spans.scheme_code) as scheme_count
        from {{ ref("customer_month_end") }} as customers
        left join
            spans
            on customers.customer_key = spans.customer_key
            and {{ valid_on("spans", "customers.month_end_date") }}
        group by customers.customer_key, customers.month_end_date
    )

select customer_key, scheme_code, valid_from as month_end_date, 'gap or overlap' as problem
from spans
where valid_from >= valid_to or (next_from is not null and next_from <> valid_to)
union all
select customer_key, null as scheme_code, month_end_date, 'not one segment per scheme' as problem
from members
where scheme_count <> (select scheme_count from schemes)

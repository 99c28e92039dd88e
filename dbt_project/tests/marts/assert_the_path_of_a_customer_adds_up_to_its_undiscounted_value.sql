-- a path that adds up to something else explains another value than the one
-- that is published
{{ config(meta={"dagster": {"ref": {"name": "lifetime_value_path"}}}) }}

select totals.customer_key, path.expected_amount, totals.lifetime_value_undiscounted_amount
from {{ ref("customer_lifetime_value") }} as totals
inner join
    (
        select customer_key, sum(expected_amount) as expected_amount
        from {{ ref("lifetime_value_path") }}
        group by customer_key
    ) as path
    on totals.customer_key = path.customer_key
where abs(path.expected_amount - totals.lifetime_value_undiscounted_amount) > 0.2 and totals.reason is null

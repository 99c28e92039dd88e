{{ config(schema="intermediate", materialized="view") }}

with
    ranked as (
        select
            {{ surrogate_key(["products.source_system", "products.product_number"]) }} as product_key,
            products.source_system,
            products.product_number,
            months.month_end_date,
            products.balance_side,
            products.day_count,
            products.tenor_months,
            row_number() over (
                partition by products.source_system, products.product_number, months.month_end_date
                order by {{ version_order() }}
            ) as version_rank
        from {{ ref("contract_product") }} as products
        inner join
            {{ ref("closed_month") }} as months
            on products.source_system = months.source_system
            and products.delivered_on <= months.closed_on
    )

select product_key, source_system, product_number, month_end_date, balance_side, day_count, tenor_months
from ranked
where version_rank = 1

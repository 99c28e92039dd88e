select
    estimates.product_key,
    estimates.source_system,
    max(products.product_group) as product_group,
    {{ reporting_currency() }} as currency_code,
    estimates.fit_date,
    count(*) as customer_count,
    {%- for amount in ["finite", "perpetuity", "undiscounted"] %}
        cast(
            sum(cast(estimates.{{ amount }}_amount as decimal(18, 2))) as decimal(18, 2)
        ) as lifetime_value_{{ amount }}_amount,
    {%- endfor %}
    count(*) - count(estimates.perpetuity_amount) as without_perpetuity_count,
    {{ as_of_date() }} as as_of_date,
    {{ batch_id() }} as batch_id
from {{ ref("lifetime_estimate") }} as estimates
left join {{ ref("dim_product") }} as products on estimates.product_key = products.product_key
where estimates.product_key is not null
group by estimates.product_key, estimates.source_system, estimates.fit_date

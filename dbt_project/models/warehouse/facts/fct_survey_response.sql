with winners as ({{ winners(ref("contract_survey_response"), ["source_system", "response_number"]) }})
select
    {{ surrogate_key(["winners.source_system", "winners.response_number"]) }} as response_key,
    winners.source_system,
    winners.wave_number,
    winners.question_code,
    coalesce(customer.customer_key, -1) as customer_key,
    coalesce(customer.customer_version_key, -1) as customer_version_key,
    coalesce(product.product_key, -1) as product_key,
    winners.response_date,
    winners.score
from winners
left join
    {{ ref("customer_version") }} as customer
    on winners.source_system = customer.source_system
    and winners.customer_number = customer.customer_number
    and {{ valid_on("customer", "winners.response_date") }}
left join
    {{ ref("dim_product") }} as product
    on winners.source_system = product.source_system
    and winners.product_number = product.product_number

with winners as ({{ winners(ref("contract_complaint"), ["source_system", "complaint_number"]) }})
select
    {{ surrogate_key(["winners.source_system", "winners.complaint_number"]) }} as complaint_key,
    winners.source_system,
    coalesce(customer.customer_key, -1) as customer_key,
    coalesce(customer.customer_version_key, -1) as customer_version_key,
    coalesce(product.product_key, -1) as product_key,
    winners.opened_date,
    winners.closed_date,
    winners.cause_code,
    winners.resolution_code,
    winners.is_first_contact_resolved
from winners
left join
    {{ ref("customer_version") }} as customer
    on winners.source_system = customer.source_system
    and winners.customer_number = customer.customer_number
    and {{ valid_on("customer", "winners.opened_date") }}
left join
    {{ ref("dim_product") }} as product
    on winners.source_system = product.source_system
    and winners.product_number = product.product_number

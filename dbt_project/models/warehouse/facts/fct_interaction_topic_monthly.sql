with delivered as ({{ winners(ref("contract_interaction"), ["source_system", "interaction_number"]) }})

select
    coalesce(customers.customer_key, -1) as customer_key,
    delivered.source_system,
    {{ month_end("delivered.interaction_date") }} as month_end_date,
    coalesce(delivered.topic_code, 'unknown') as topic_code,
    count(*) as interaction_count
from delivered
left join {{ ref("key_customer") }} as customers using (source_system, customer_number)
group by 1, 2, 3, 4

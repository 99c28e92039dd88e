with delivered as ({{ winners(ref("contract_interaction"), ["source_system", "interaction_number"]) }})

select
    {{ surrogate_key(["source_system", "customer_number"]) }} as customer_key,
    source_system,
    {{ month_end("interaction_date") }} as month_end_date,
    count(*) as interaction_count,
    cast(coalesce(sum(minutes_count), 0) as bigint) as minutes_count
from delivered
group by 1, 2, 3

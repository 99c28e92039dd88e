select
    {{ surrogate_key(["source_system", "customer_number"]) }} as customer_key, source_system, customer_number
from {{ ref("contract_customer") }}
group by source_system, customer_number

select {{ surrogate_key(["source_system", "account_number"]) }} as account_key, source_system, account_number
from {{ ref("contract_account") }}
group by source_system, account_number

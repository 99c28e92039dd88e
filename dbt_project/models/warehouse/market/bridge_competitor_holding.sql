with
    spans as (
        {{ history(ref("contract_competitor"), ["source_system", "competitor_number"], ["parent_number"]) }}
    )
select
    {{ surrogate_key(["source_system", "competitor_number"]) }} as competitor_key,
    {{ surrogate_key(["source_system", "coalesce(parent_number, competitor_number)"]) }} as holding_key,
    source_system,
    valid_from,
    valid_to,
    is_current
from spans

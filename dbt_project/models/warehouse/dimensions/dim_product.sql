with latest as ({{ latest_versions(ref("contract_product"), ["source_system", "product_number"]) }})
select
    {{ surrogate_key(["source_system", "product_number"]) }} as product_key,
    source_system,
    product_number,
    product_name,
    product_name_zh,
    product_group,
    balance_side,
    day_count,
    tenor_months,
    is_complex,
    is_self_directed
from latest
union all
select
    -1 as product_key,
    'unknown' as source_system,
    'unknown' as product_number,
    'Unknown product' as product_name,
    '未知产品' as product_name_zh,
    'unknown' as product_group,
    'none' as balance_side,
    'act/365' as day_count,
    0 as tenor_months,
    null as is_complex,
    null as is_self_directed

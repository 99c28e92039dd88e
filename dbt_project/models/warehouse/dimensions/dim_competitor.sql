with
    latest as ({{ latest_versions(ref("contract_competitor"), ["source_system", "competitor_number"]) }}),
    -- Market shares name the bank itself as one of the field.
    own_bank as (
        select distinct source_system, 'OWN' as competitor_number from {{ ref("contract_market_share") }}
    )
select
    {{ surrogate_key(["source_system", "competitor_number"]) }} as competitor_key,
    source_system,
    competitor_name,
    competitor_type,
    region_code
from latest
where competitor_number <> 'OWN'
union all
select
    {{ surrogate_key(["source_system", "competitor_number"]) }} as competitor_key,
    source_system,
    'Own bank' as competitor_name,
    'own_bank' as competitor_type,
    null as region_code
from own_bank
union all
select
    -1 as competitor_key,
    'unknown' as source_system,
    'Unknown competitor' as competitor_name,
    'unknown' as competitor_type,
    null as region_code

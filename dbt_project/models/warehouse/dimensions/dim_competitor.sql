with
    latest as ({{ latest_versions(ref("contract_competitor"), ["source_system", "competitor_number"]) }}),
    -- Market shares of a bank's own source name the bank itself as one of the field.
    own_bank as (
        select distinct source_system, competitor_number
        from {{ ref("contract_market_share") }}
        where competitor_number = 'OWN'
    )
select
    {{ surrogate_key(["source_system", "competitor_number"]) }} as competitor_key,
    source_system,
    competitor_number,
    competitor_name,
    competitor_type,
    region_code
from latest
where competitor_number <> 'OWN'
union all
select
    {{ surrogate_key(["source_system", "competitor_number"]) }} as competitor_key,
    source_system,
    competitor_number,
    'Own bank' as competitor_name,
    'own_bank' as competitor_type,
    null as region_code
from own_bank
union all
select
    -1 as competitor_key,
    'unknown' as source_system,
    'unknown' as competitor_number,
    'Unknown competitor' as competitor_name,
    'unknown' as competitor_type,
    null as region_code

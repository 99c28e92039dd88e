with latest as ({{ latest_versions(ref("contract_branch"), ["source_system", "branch_number"]) }})
select
    {{ surrogate_key(["source_system", "branch_number"]) }} as branch_key,
    source_system,
    branch_number,
    branch_name,
    region_code,
    city,
    opened_date
from latest
union all
select
    -1 as branch_key,
    'unknown' as source_system,
    'unknown' as branch_number,
    'Unknown branch' as branch_name,
    'unknown' as region_code,
    null as city,
    null as opened_date

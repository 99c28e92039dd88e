{{ config(schema="intermediate") }}

select
    customer_key,
    month_end_date,
    'geography_locality' as scheme_code,
    case
        when residence_region is null or branch_region is null
        then 'unknown'
        when residence_region = branch_region
        then 'local'
        else 'non_local'
    end as segment_code,
    case
        when residence_region is null
        then 'residence_region is missing'
        when branch_region is null
        then 'region of the branch is missing'
        when residence_region = branch_region
        then 'residence_region and region of the branch are ' || branch_region
        else 'residence_region ' || residence_region || ' is not the region of the branch ' || branch_region
    end as reason
from {{ ref("customer_month_end") }}

{{ config(schema="intermediate") }}

with
    evaluated as (
        select
            customer_key,
            source_system,
            month_end_date,
            residence_region,
            branch_region,
            record_date,
            case
                when residence_region is null or branch_region is null
                then 'unknown'
                when residence_region = branch_region
                then 'local'
                else 'non_local'
            end as segment_code
        from {{ ref("customer_month_end") }}
    ),

    changes as ({{ segment_changes("evaluated") }})

select
    customer_key,
    source_system,
    'geography_locality' as scheme_code,
    segment_code,
    previous_segment_code,
    case
        when residence_region is null
        then 'residence_region is missing'
        when branch_region is null
        then 'region of the branch is missing'
        when residence_region = branch_region
        then 'residence_region and region of the branch are ' || branch_region
        else 'residence_region ' || residence_region || ' is not the region of the branch ' || branch_region
    end as reason,
    case
        when residence_region is not null and branch_region is null then 'branch' else 'customer'
    end as input_source,
    case when residence_region is null or branch_region is not null then record_date end as input_date,
    valid_from,
    valid_to
from changes

{{ config(schema="intermediate") }}

with
    evaluated as (
        select
            customer_key,
            source_system,
            month_end_date,
            customer_type,
            record_date,
            case
                when customer_type <> 'individual'
                then 'not_applicable'
                else coalesce(residence_type, 'unknown')
            end as segment_code
        from {{ ref("customer_month_end") }}
    ),

    changes as ({{ segment_changes("evaluated") }})

select
    customer_key,
    source_system,
    'residence_type' as scheme_code,
    segment_code,
    previous_segment_code,
    case
        when segment_code = 'not_applicable'
        then 'customer_type is ' || customer_type
        when segment_code = 'unknown'
        then 'residence_type is missing'
        else 'residence_type is ' || segment_code
    end as reason,
    'customer' as input_source,
    record_date as input_date,
    valid_from,
    valid_to
from changes

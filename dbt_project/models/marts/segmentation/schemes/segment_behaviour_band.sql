{{ config(schema="intermediate") }}

with
    breaks as ({{ segment_breaks("behaviour_band", "self_directed_share") }}),

    bounds as (
        {{
            segment_bounds(
                "behaviour_band",
                {
                    "inactive_below_count": ["inactive", "transaction_count", "upper"],
                    "inactive_from_months": ["inactive", "month_count", "lower"],
                },
            )
        }}
    ),

    evaluated as (
        select
            customers.customer_key,
            customers.source_system,
            customers.month_end_date,
            customers.customer_type,
            customers.record_date,
            years.self_directed_count,
            years.self_directed_share,
            years.transaction_count,
            years.month_count,
            breaks.lower_bound,
            breaks.upper_bound,
            bounds.inactive_below_count,
            bounds.inactive_from_months,
            case
                when customers.customer_type <> 'individual'
                then 'not_applicable'
                when years.transaction_count >= bounds.inactive_below_count
                then coalesce(breaks.segment_code, 'unknown')
                when years.month_count >= bounds.inactive_from_months
                then 'inactive'
                else 'unknown'
            end as segment_code
        from {{ ref("customer_month_end") }} as customers
        left join
            {{ ref("channel_use_year_monthly") }} as years
            on customers.customer_key = years.customer_key
            and customers.month_end_date = years.month_end_date
        left join bounds on customers.month_end_date = bounds.month_end_date
        left join
            breaks
            on years.month_end_date = breaks.month_end_date
            and years.self_directed_share >= breaks.from_value
            and years.self_directed_share < breaks.below_value
    ),

    changes as ({{ segment_changes("evaluated") }})

select
    customer_key,
    source_system,
    'behaviour_band' as scheme_code,
    segment_code,
    previous_segment_code,
    case
        when segment_code = 'not_applicable'
        then 'customer_type is ' || customer_type
        when month_count = 0
        then 'transactions are missing'
        when inactive_below_count is null or inactive_from_months is null
        then 'no bounds of transaction_count and month_count'
        when transaction_count < inactive_below_count
        then
            {{ comparison("transaction_count", "transaction_count", "<", "inactive_below_count") }}
            || ', month_count '
            || month_count
            || case when month_count >= inactive_from_months then ' >= ' else ' < ' end
            || {{ readable_number("inactive_from_months") }}
            || case
                when segment_code = 'unknown' then ': transactions of enough months are missing' else ''
            end
        when segment_code = 'unknown'
        then 'no bounds of self_directed_share'
        else
            'self_directed_share '
            || self_directed_count
            || ' / '
            || transaction_count
            || ' = '
            || {{ within_bounds("self_directed_share", "lower_bound", "upper_bound", 4) }}
            || ' in '
            || month_count
            || case when month_count = 1 then ' month' else ' months' end
    end as reason,
    case when segment_code = 'not_applicable' then 'customer' else 'transaction' end as input_source,
    case when segment_code = 'not_applicable' then record_date else valid_from end as input_date,
    valid_from,
    valid_to
from changes

{{ config(schema="intermediate") }}

with
    usage_months as (
        select
            customers.customer_key,
            customers.source_system,
            customers.month_end_date,
            coalesce(positions.product_count, 0) as product_count,
            coalesce(positions.customer_initiated_count, 0) as transaction_count
        from {{ ref("customer_month_end") }} as customers
        left join
            {{ ref("fct_customer_position_monthly") }} as positions
            on customers.customer_key = positions.customer_key
            and customers.month_end_date = positions.month_end_date
    ),

    usage_years as (
        select
            customer_key,
            source_system,
            month_end_date,
            product_count,
            sum(case when transaction_count > 0 then 1 else 0 end) over trailing_year as active_month_count,
            sum(transaction_count) over trailing_year as transaction_count
        from usage_months
        window
            trailing_year as (
                partition by customer_key order by month_end_date rows between 11 preceding and current row
            )
    ),

    scored as (
        select *, cast(product_count * active_month_count * transaction_count as bigint) as score
        from usage_years
    ),

    breaks as ({{ segment_breaks("usage_density", "usage_score") }}),

    evaluated as (
        select
            scored.*,
            coalesce(breaks.segment_code, 'unknown') as segment_code,
            breaks.lower_bound,
            breaks.upper_bound
        from scored
        left join
            breaks
            on scored.month_end_date = breaks.month_end_date
            and scored.score >= breaks.from_value
            and scored.score < breaks.below_value
    ),

    changes as ({{ segment_changes("evaluated") }})

select
    customer_key,
    source_system,
    'usage_density' as scheme_code,
    segment_code,
    previous_segment_code,
    'products '
    || product_count
    || ' x active months '
    || active_month_count
    || ' x transactions '
    || transaction_count
    || ' = '
    || {{ readable_number("score") }}
    || case
        when segment_code = 'unknown'
        then ', no break of usage_score holds it'
        when lower_bound is not null
        then ' >= ' || {{ readable_number("lower_bound") }}
        else ' < ' || {{ readable_number("upper_bound") }}
    end as reason,
    'transaction' as input_source,
    month_end_date as input_date,
    valid_from,
    valid_to
from changes

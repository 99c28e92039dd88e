{{ config(schema="intermediate") }}

with
    stretches as (
        select
            *,
            row_number() over in_order as month_number,
            row_number() over in_order
            - row_number() over (partition by customer_key, month_class order by month_end_date) as stretch
        from {{ ref("contribution_class_monthly") }}
        window in_order as (partition by customer_key order by month_end_date)
    ),

    -- a class counts once it has been met often enough in a row; the first class counts at once
    confirmed as (
        select
            *,
            case
                when
                    month_number = 1
                    or row_number() over (
                        partition by customer_key, month_class, stretch order by month_end_date
                    )
                    >= hysteresis_months
                then month_class
            end as confirmed_class
        from stretches
    )

select
    customer_key,
    month_end_date,
    'contribution_class' as scheme_code,
    last_value(confirmed_class ignore nulls) over (
        partition by customer_key order by month_end_date rows between unbounded preceding and current row
    ) as segment_code,
    reason
from confirmed

{{ config(schema="intermediate") }}

with
    months as (
        select
            *,
            coalesce(
                lag(is_fallen) over (partition by customer_key order by month_number)
                and lag(month_number) over (partition by customer_key order by month_number)
                = month_number - 1,
                false
            ) as was_fallen
        from {{ ref("customer_book_monthly") }}
    ),

    falls as (select * from months where is_fallen and not was_fallen),

    -- back above the bound that the balance fell through
    recoveries as (
        select falls.customer_key, falls.month_number, min(months.month_end_date) as reactivated_date
        from falls
        inner join
            months
            on falls.customer_key = months.customer_key
            and months.month_number > falls.month_number
            and cast(months.deposit_amount as decimal(28, 2)) * falls.before_months
            > falls.before_sum_amount * cast(1 - falls.attrition_fall_share as decimal(9, 8))
        group by falls.customer_key, falls.month_number
    )

select
    'balance_attrition' as definition_code,
    falls.customer_key,
    falls.source_system,
    cast(-1 as bigint) as account_key,
    cast(-1 as bigint) as product_key,
    falls.month_end_date as event_date,
    falls.month_end_date as known_date,
    recoveries.reactivated_date,
    cast(null as varchar) as closed_reason,
    cast(1 as decimal(12, 8)) as holder_weight,
    falls.month_end_date as fall_month_end_date
from falls
left join
    recoveries
    on falls.customer_key = recoveries.customer_key
    and falls.month_number = recoveries.month_number

{% set curve = ["source_system", "month_end_date", "profit_measure_code", "scheme_code", "segment_code"] %}

with
    steps as (select * from {{ ref("whale_curve_step_monthly") }}),

    points as (
        select
            {{ curve | join(", ") }},
            point_number,
            customer_rank,
            curve_customer_count,
            sum(profit_amount) over (
                partition by {{ curve | join(", ") }}
                order by point_number
                rows between unbounded preceding and current row
            ) as cumulative_profit_amount,
            sum(profit_amount) over (partition by {{ curve | join(", ") }}) as total_amount
        from steps
        union all
        select
            {{ curve | join(", ") }},
            0 as point_number,
            0 as customer_rank,
            max(curve_customer_count) as curve_customer_count,
            0 as cumulative_profit_amount,
            sum(profit_amount) as total_amount
        from steps
        group by {{ curve | join(", ") }}
    )

select
    {{ curve | join(", ") }},
    point_number,
    customer_rank,
    {{ share_of("customer_rank", "curve_customer_count", 12) }} as customer_share,
    {{ reporting_currency() }} as currency_code,
    cast(cumulative_profit_amount as decimal(18, 2)) as cumulative_profit_amount,
    case
        when total_amount > 0 then {{ share_of("cumulative_profit_amount", "total_amount", 28) }}
    end as cumulative_profit_share,
    {{ as_of_date() }} as as_of_date,
    {{ batch_id() }} as batch_id
from points

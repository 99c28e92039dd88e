{{ config(schema="intermediate") }}
{% set curve = ["source_system", "month_end_date", "profit_measure_code", "scheme_code", "segment_code"] %}

with
    profits as (select * from {{ ref("customer_profit_monthly") }}),

    memberships as (select * from {{ ref("segment_membership") }}),

    schemes as (select distinct source_system, scheme_code from memberships),

    members as (
        select profits.*, 'all' as scheme_code, 'all' as segment_code
        from profits
        union all
        select profits.*, schemes.scheme_code, coalesce(memberships.segment_code, 'none') as segment_code
        from profits
        inner join schemes on profits.source_system = schemes.source_system
        left join
            memberships
            on profits.customer_key = memberships.customer_key
            and schemes.scheme_code = memberships.scheme_code
            and {{ valid_on("memberships", "profits.month_end_date") }}
    ),

    ranked as (
        select
            *,
            count(*) over whole_curve as customer_count,
            sum(profit_amount) over whole_curve as total_amount,
            row_number() over best_first as customer_rank,
            sum(profit_amount) over best_first as cumulative_amount
        from members
        window
            whole_curve as (partition by {{ curve | join(", ") }}),
            best_first as (
                partition by {{ curve | join(", ") }}
                order by profit_amount desc, customer_key
                rows between unbounded preceding and current row
            )
    ),

    placed as (
        select
            *,
            case
                when customer_count <= 100
                then customer_rank
                else {{ integer_quotient("100 * (customer_rank - 1)", "customer_count") }} + 1
            end as point_number,
            5 * (customer_rank - 1) < customer_count as is_best_20_percent,
            -- the sum from the worst customer up to this one
            total_amount - cumulative_amount + profit_amount as rising_amount
        from ranked
    )

select
    {{ curve | join(", ") }},
    cast(point_number as integer) as point_number,
    customer_count as curve_customer_count,
    count(*) as customer_count,
    max(customer_rank) as customer_rank,
    sum(profit_amount) as profit_amount,
    sum(cumulative_amount) as curve_heights_amount,
    sum(case when profit_amount > 0 then 1 else 0 end) as gaining_customer_count,
    sum(case when profit_amount > 0 then profit_amount else 0 end) as gain_amount,
    sum(case when is_best_20_percent then 1 else 0 end) as best_20_percent_customer_count,
    sum(case when is_best_20_percent then profit_amount else 0 end) as best_20_percent_profit_amount,
    sum(case when rising_amount <= 0 then profit_amount else 0 end) as offset_amount,
    sum(case when rising_amount <= 0 then rising_amount else 0 end) as offset_heights_amount,
    min(case when rising_amount > 0 then profit_amount end) as next_profit_amount,
    sum(case when profit_group_code = 'profitable' then 1 else 0 end) as profitable_customer_count,
    sum(case when profit_group_code = 'marginal' then 1 else 0 end) as marginal_customer_count,
    sum(case when profit_group_code = 'loss_making' then 1 else 0 end) as loss_making_customer_count,
    sum(case when is_partial then 1 else 0 end) as partial_customer_count,
    max(marginal_bound_amount) as marginal_bound_amount
from placed
group by {{ curve | join(", ") }}, point_number, customer_count

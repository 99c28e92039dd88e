-- The last point of a curve holds all customers and their whole profit: the
-- bank's curve ends at the net income of its customers, and every other curve at
-- the profit that its concentration is told of.
{{ config(meta={"dagster": {"ref": {"name": "whale_curve"}}}) }}
with
    ends as (
        select *
        from
            (
                select
                    points.*,
                    row_number() over (
                        partition by
                            source_system, month_end_date, profit_measure_code, scheme_code, segment_code
                        order by point_number desc
                    ) as place
                from {{ ref("whale_curve") }} as points
            ) as placed
        where place = 1
    ),

    expected as (
        select
            source_system,
            month_end_date,
            'fully_loaded' as profit_measure_code,
            'all' as scheme_code,
            'all' as segment_code,
            count(*) as customer_count,
            sum(net_income_amount) as profit_amount
        from {{ ref("customer_contribution_monthly") }}
        group by source_system, month_end_date
        union all
        select
            source_system,
            month_end_date,
            profit_measure_code,
            scheme_code,
            segment_code,
            customer_count,
            profit_amount
        from {{ ref("contribution_concentration_monthly") }}
    )

select
    expected.*,
    ends.customer_rank as end_rank,
    ends.customer_share as end_share,
    ends.cumulative_profit_amount as end_amount
from expected
left join
    ends
    on expected.source_system = ends.source_system
    and expected.month_end_date = ends.month_end_date
    and expected.profit_measure_code = ends.profit_measure_code
    and expected.scheme_code = ends.scheme_code
    and expected.segment_code = ends.segment_code
where
    ends.customer_rank is null
    or ends.customer_rank <> expected.customer_count
    or ends.customer_share <> 1
    or ends.cumulative_profit_amount <> expected.profit_amount

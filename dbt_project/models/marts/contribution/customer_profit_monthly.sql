{{ config(schema="intermediate", materialized="view") }}
{% set direct_lines = ["net_interest_income", "fee_income", "fee_refund", "expected_loss"] %}

with
    customers as (select * from {{ ref("customer_contribution_monthly") }}),

    profits as (
        select
            customer_key,
            source_system,
            month_end_date,
            'direct' as profit_measure_code,
            direct_profit_after_risk_amount as profit_amount,
            {{ basis_of_total(direct_lines) }} = 'partial' as is_partial
        from customers
        union all
        select
            customer_key,
            source_system,
            month_end_date,
            'fully_loaded' as profit_measure_code,
            net_income_amount as profit_amount,
            net_income_basis = 'partial' as is_partial
        from customers
    ),

    banks as (
        select
            source_system,
            month_end_date,
            profit_measure_code,
            count(*) as customer_count,
            sum(abs(profit_amount)) as absolute_profit_amount
        from profits
        group by source_system, month_end_date, profit_measure_code
    ),

    bounds as (
        select
            banks.source_system,
            banks.month_end_date,
            banks.profit_measure_code,
            {{
                marginal_bound(
                    "banks.absolute_profit_amount",
                    "banks.customer_count",
                    "parameters.marginal_profit_share",
                )
            }} as marginal_bound_amount
        from banks
        left join
            {{ ref("dim_parameter_monthly") }} as parameters
            on banks.month_end_date = parameters.month_end_date
    )

select
    profits.customer_key,
    profits.source_system,
    profits.month_end_date,
    profits.profit_measure_code,
    profits.profit_amount,
    profits.is_partial,
    bounds.marginal_bound_amount,
    case
        when profits.profit_amount > bounds.marginal_bound_amount
        then 'profitable'
        when profits.profit_amount < - bounds.marginal_bound_amount
        then 'loss_making'
        when abs(profits.profit_amount) <= bounds.marginal_bound_amount
        then 'marginal'
    end as profit_group_code
from profits
inner join
    bounds
    on profits.source_system = bounds.source_system
    and profits.month_end_date = bounds.month_end_date
    and profits.profit_measure_code = bounds.profit_measure_code

-- A manager who sees one figure in the portfolio and another in the
-- contribution believes neither: both are the same to the cent.
{{ config(meta={"dagster": {"ref": {"name": "employee_portfolio"}}}) }}

select employee_key, source_system, month_end_date
from
    (
        select
            employee_key,
            source_system,
            month_end_date,
            net_income_amount,
            coalesce(economic_profit_amount, 0) as profit
        from {{ ref("employee_portfolio") }}
        union all
        select
            employee_key,
            source_system,
            month_end_date,
            - net_income_amount,
            - coalesce(economic_profit_amount, 0)
        from {{ ref("manager_contribution_monthly") }}
    ) as both_sides
group by employee_key, source_system, month_end_date
having sum(net_income_amount) <> 0 or sum(profit) <> 0

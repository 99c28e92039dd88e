{{ config(schema="intermediate") }}

with
    funds as (
        select
            source_system,
            month_end_date,
            cast(
                sum(coalesce(ftp_charge_amount, 0) - coalesce(ftp_credit_amount, 0)) as decimal(18, 2)
            ) as funds_amount
        from {{ ref("fct_contribution_account_monthly") }}
        group by source_system, month_end_date
    ),

    customers as (
        select
            customer_key,
            source_system,
            month_end_date,
            sum(return_on_capital_amount) as return_amount,
            sum(pre_tax_income_amount - return_on_capital_amount) as other_income_amount,
            sum(tax_amount) as tax_amount
        from {{ ref("fct_contribution_part_monthly") }}
        group by customer_key, source_system, month_end_date
    ),

    -- what the return on capital adds to the tax of customers
    returns as (
        select
            customers.source_system,
            customers.month_end_date,
            sum(customers.return_amount) as return_amount,
            sum(
                customers.tax_amount
                - {{ rounded_product("customers.other_income_amount", "parameters.tax_rate") }}
            ) as tax_amount
        from customers
        inner join
            {{ ref("dim_parameter_monthly") }} as parameters
            on customers.month_end_date = parameters.month_end_date
        group by customers.source_system, customers.month_end_date
    ),

    sides as (
        select
            funds.source_system,
            funds.month_end_date,
            funds.funds_amount,
            - coalesce(returns.return_amount, 0) as return_amount,
            {{ rounded_product("funds.funds_amount", "parameters.tax_rate") }}
            - coalesce(returns.tax_amount, 0) as tax_amount
        from funds
        inner join
            {{ ref("dim_parameter_monthly") }} as parameters
            on funds.month_end_date = parameters.month_end_date
        left join
            returns
            on funds.source_system = returns.source_system
            and funds.month_end_date = returns.month_end_date
    )

select
    source_system,
    month_end_date,
    funds_amount as net_interest_income_amount,
    cast(return_amount as decimal(18, 2)) as return_on_capital_amount,
    cast(tax_amount as decimal(18, 2)) as tax_amount,
    cast(funds_amount + return_amount - tax_amount as decimal(18, 2)) as net_income_amount
from sides

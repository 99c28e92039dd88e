{{ config(schema="intermediate") }}

with
    ratios as (
        select ratios.customer_type, months.month_end_date, sum(ratios.ratio) as ratio
        from {{ ref("wallet_ratio") }} as ratios
        inner join
            {{ ref("dim_parameter_monthly") }} as months on {{ valid_on("ratios", "months.month_end_date") }}
        group by ratios.customer_type, months.month_end_date
    ),

    known as (
        select
            customers.customer_key,
            customers.source_system,
            customers.month_end_date,
            customers.customer_type,
            coalesce(positions.deposit_amount, 0) as deposit_amount,
            coalesce(positions.exposure_amount, 0) as exposure_amount,
            coalesce(positions.customer_initiated_count, 0) as transaction_count,
            case
                when incomes.annual_income_amount is not null
                then 'customer_income'
                when statements.revenue_amount is not null
                then 'financial_statement'
            end as income_source,
            case
                when incomes.annual_income_amount is not null
                then incomes.income_date
                when statements.revenue_amount is not null
                then statements.fiscal_year_end_date
            end as income_date,
            coalesce(incomes.annual_income_amount, statements.revenue_amount) as income_amount,
            case
                when incomes.annual_income_amount is not null
                then incomes.currency_code
                else statements.currency_code
            end as income_currency_code,
            ratios.ratio
        from {{ ref("customer_month_end") }} as customers
        left join
            {{ ref("fct_customer_position_monthly") }} as positions
            on customers.customer_key = positions.customer_key
            and customers.month_end_date = positions.month_end_date
        left join
            {{ ref("fct_customer_income") }} as incomes
            on customers.customer_key = incomes.customer_key
            and customers.month_end_date >= incomes.income_date
            and customers.month_end_date < incomes.next_income_date
        left join
            {{ ref("fct_financial_statement") }} as statements
            on customers.customer_key = statements.customer_key
            and customers.month_end_date >= statements.fiscal_year_end_date
            and customers.month_end_date < statements.next_fiscal_year_end_date
        left join
            ratios
            on customers.customer_type = ratios.customer_type
            and customers.month_end_date = ratios.month_end_date
    ),

    valued as (
        select
            known.*,
            greatest(known.deposit_amount, 0) + known.exposure_amount as own_balance_amount,
            {{ rounded_product("known.income_amount", "rates.exchange_rate") }} as reporting_income_amount
        from known
        left join
            {{ ref("fct_month_end_rate") }} as rates
            on known.source_system = rates.source_system
            and known.month_end_date = rates.month_end_date
            and known.income_currency_code = rates.currency_code
    ),

    -- who has more with the bank than the estimate has at least that
    estimated as (
        select
            *,
            case
                when reporting_income_amount is not null and ratio is not null
                then greatest({{ rounded_product("reporting_income_amount", "ratio") }}, own_balance_amount)
            end as estimated_wallet_amount
        from valued
    )

select
    customer_key,
    source_system,
    month_end_date,
    customer_type,
    deposit_amount,
    exposure_amount,
    transaction_count,
    income_source,
    income_date,
    reporting_income_amount as income_amount,
    cast(own_balance_amount as decimal(18, 2)) as own_balance_amount,
    cast(estimated_wallet_amount as decimal(18, 2)) as estimated_wallet_amount,
    cast(
        cast(own_balance_amount as double) / nullif(estimated_wallet_amount, 0) as decimal(12, 8)
    ) as share_of_wallet_rate,
    cast(estimated_wallet_amount - own_balance_amount as decimal(18, 2)) as potential_amount,
    case
        when income_source is null
        then 'income_missing'
        when reporting_income_amount is null
        then 'exchange_rate_missing'
        when ratio is null
        then 'ratio_missing'
    end as wallet_missing_reason
from estimated

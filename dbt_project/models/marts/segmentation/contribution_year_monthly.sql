{{ config(schema="intermediate") }}

with
    months as (
        select
            customers.customer_key,
            customers.source_system,
            customers.month_end_date,
            customers.customer_type,
            contribution.net_income_amount,
            contribution.missing_lines,
            coalesce(positions.deposit_amount, 0) as deposit_amount,
            coalesce(incomes.annual_income_amount, statements.revenue_amount) as income_amount,
            coalesce(incomes.currency_code, statements.currency_code) as income_currency_code
        from {{ ref("customer_month_end") }} as customers
        left join
            {{ ref("customer_contribution_monthly") }} as contribution
            on customers.customer_key = contribution.customer_key
            and customers.month_end_date = contribution.month_end_date
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
    ),

    years as (
        select
            months.customer_key,
            months.source_system,
            months.month_end_date,
            months.customer_type,
            months.missing_lines,
            months.deposit_amount,
            {{ rounded_product("months.income_amount", "rates.exchange_rate") }} as income_amount,
            sum(months.net_income_amount) over trailing_year as net_income_amount,
            count(months.net_income_amount) over trailing_year as month_count,
            lag(months.deposit_amount, 12) over in_order as deposit_year_ago_amount
        from months
        left join
            {{ ref("fct_month_end_rate") }} as rates
            on months.source_system = rates.source_system
            and months.month_end_date = rates.month_end_date
            and months.income_currency_code = rates.currency_code
        window
            in_order as (partition by months.customer_key order by months.month_end_date),
            trailing_year as (
                partition by months.customer_key
                order by months.month_end_date
                rows between 11 preceding and current row
            )
    )

select
    *,
    case
        when net_income_amount is not null
        then
            cume_dist() over (
                partition by
                    source_system, month_end_date, case when net_income_amount is null then 1 else 0 end
                order by net_income_amount
            )
    end as net_income_percentile,
    case
        when income_amount is not null
        then
            cume_dist() over (
                partition by
                    source_system,
                    month_end_date,
                    customer_type,
                    case when income_amount is null then 1 else 0 end
                order by income_amount
            )
    end as income_percentile,
    deposit_amount / nullif(cast(deposit_year_ago_amount as double), 0) - 1 as deposit_growth_rate
from years

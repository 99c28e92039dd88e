{{ config(schema="intermediate") }}

with
    last_months as ({{ last_months() }}),

    loans as (
        select
            account_months.account_key,
            account_months.month_end_date,
            {{
                converted(
                    rounded_ratio(
                        [
                            ["account_months.average_balance_amount", 2],
                            [interest_days("account_months"), 0],
                        ],
                        [[year_days("account_months"), 0]],
                    ),
                    "account_months.exchange_rate",
                )
            }} as balance_year_amount
        from {{ ref("fct_account_month") }} as account_months
        inner join
            last_months
            on account_months.source_system = last_months.source_system
            and account_months.month_end_date > {{ year_before("last_months.last_month_end_date") }}
            and account_months.month_end_date <= last_months.last_month_end_date
        where account_months.balance_side = 'loan'
    )

-- loan balances are negative for the bank's customer; here they count as what is lent
select
    holdings.customer_key,
    cast(
        - sum({{ rounded_product("loans.balance_year_amount", "holdings.holder_weight") }}) as decimal(18, 2)
    ) as loan_balance_year_amount,
    cast(sum(holdings.interest_income_amount) as decimal(18, 2)) as loan_interest_amount,
    cast(sum(holdings.ftp_charge_amount) as decimal(18, 2)) as loan_ftp_charge_amount
from loans
inner join
    {{ ref("fct_contribution_part_monthly") }} as holdings
    on loans.account_key = holdings.account_key
    and loans.month_end_date = holdings.month_end_date
where holdings.customer_key <> -1
group by holdings.customer_key

{{ config(schema="intermediate", materialized="view") }}

with
    movements as (
        select
            account_key,
            source_system,
            month_end_date,
            case when count(*) = count(net_reporting_amount) then sum(net_reporting_amount) end as flow_amount
        from {{ ref("fct_account_activity_monthly") }}
        group by account_key, source_system, month_end_date
    ),

    valued as (
        select
            balances.account_key,
            balances.month_end_date,
            case
                when balances.running_balance_amount = 0
                then 0
                else {{ rounded_product("balances.running_balance_amount", "rates.exchange_rate") }}
            end as balance_amount
        from {{ ref("fct_account_balance_monthly") }} as balances
        left join
            {{ ref("fct_month_end_rate") }} as rates
            on balances.source_system = rates.source_system
            and balances.currency_code = rates.currency_code
            and balances.month_end_date = rates.month_end_date
        where balances.currency_code <> {{ reporting_currency() }}
    )

-- what is missing where a row is there is a rate, and then the difference is unknown
select
    account_months.account_key,
    account_months.source_system,
    account_months.month_end_date,
    cast(
        case when opening.account_key is null then 0 else opening.balance_amount end
        + case when movements.account_key is null then 0 else movements.flow_amount end
        - case when closing.account_key is null then 0 else closing.balance_amount end as decimal(18, 2)
    ) as revaluation_difference_amount
from {{ ref("fct_account_month") }} as account_months
inner join {{ ref("dim_date") }} as dates on account_months.month_end_date = dates.date_day
left join
    valued as opening
    on account_months.account_key = opening.account_key
    and {{ dbt.dateadd("day", -1, "dates.month_start_date") }} = opening.month_end_date
left join
    valued as closing
    on account_months.account_key = closing.account_key
    and account_months.month_end_date = closing.month_end_date
left join
    movements
    on account_months.account_key = movements.account_key
    and account_months.source_system = movements.source_system
    and account_months.month_end_date = movements.month_end_date
where account_months.currency_code <> {{ reporting_currency() }}

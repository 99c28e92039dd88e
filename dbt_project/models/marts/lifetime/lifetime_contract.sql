{{ config(schema="intermediate") }}

with accounts as (select account_key, opened_date from {{ ref("dim_account") }} where is_current)

select
    dates.source_system,
    dates.fit_date,
    states.account_key,
    states.product_key,
    accounts.opened_date,
    cast(
        greatest({{ dbt.datediff("accounts.opened_date", "dates.fit_date", "month") }}, 0) as integer
    ) as contract_months,
    cast(
        case
            when loans.maturity_date <= dates.fit_date
            then 0
            else {{ dbt.datediff("dates.fit_date", "loans.maturity_date", "month") }}
        end as integer
    ) as remaining_months,
    risks.pd_rate as default_rate,
    {{ converted("risks.ead_amount", "states.exchange_rate") }} as exposure_amount
from {{ ref("lifetime_fit_date") }} as dates
inner join
    {{ ref("fct_account_month") }} as states
    on dates.source_system = states.source_system
    and dates.fit_date = states.month_end_date
    and states.is_open_at_month_end
left join accounts on states.account_key = accounts.account_key
left join
    {{ ref("fct_loan_monthly") }} as loans
    on states.account_key = loans.account_key
    and states.month_end_date = loans.month_end_date
left join
    {{ ref("fct_risk_parameter_monthly") }} as risks
    on states.account_key = risks.account_key
    and states.month_end_date = risks.month_end_date
where states.account_key <> -1

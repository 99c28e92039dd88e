{{ config(materialized="view") }}

select
    account_months.account_key,
    account_months.source_system,
    account_months.month_end_date,
    account_months.currency_code,
    account_months.balance_side,
    account_months.average_balance_amount,
    account_months.tenor_months,
    cast({{ interest_days("account_months") }} as integer) as interest_days,
    cast({{ year_days("account_months") }} as integer) as year_days,
    curve.ftp_rate,
    curve.ftp_basis,
    curve.valid_from as ftp_valid_from,
    curve.valid_to as ftp_valid_to,
    risks.pd_rate,
    risks.lgd_rate,
    risks.ead_amount,
    risks.risk_weight_rate,
    balances.opening_balance_amount,
    balances.opening_exchange_rate,
    balances.flow_amount,
    balances.closing_balance_amount,
    account_months.has_attached_loan
from {{ ref("fct_account_month") }} as account_months
left join
    {{ ref("fct_ftp_curve") }} as curve
    on account_months.source_system = curve.source_system
    and account_months.currency_code = curve.currency_code
    and account_months.tenor_months = curve.tenor_months
    and {{ valid_on("curve", "account_months.month_end_date") }}
left join
    {{ ref("fct_risk_parameter_monthly") }} as risks
    on account_months.account_key = risks.account_key
    and account_months.month_end_date = risks.month_end_date
left join
    {{ ref("fct_foreign_balance_monthly") }} as balances
    on account_months.account_key = balances.account_key
    and account_months.source_system = balances.source_system
    and account_months.month_end_date = balances.month_end_date

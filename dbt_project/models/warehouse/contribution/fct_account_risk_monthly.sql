{{ config(schema="intermediate", materialized="view") }}

select
    risks.account_key,
    risks.source_system,
    risks.month_end_date,
    {{
        converted(
            rounded_ratio(
                [["risks.pd_rate", 8], ["risks.lgd_rate", 8], ["risks.ead_amount", 2]], [["12", 0]]
            ),
            "account_months.exchange_rate",
        )
    }} as expected_loss_amount,
    {{
        converted(
            rounded_ratio(
                [["risks.risk_weight_rate", 8], ["risks.ead_amount", 2], ["parameters.capital_ratio", 8]],
                [],
            ),
            "account_months.exchange_rate",
        )
    }} as economic_capital_amount
from {{ ref("fct_risk_parameter_monthly") }} as risks
inner join
    {{ ref("fct_account_month") }} as account_months
    on risks.account_key = account_months.account_key
    and risks.month_end_date = account_months.month_end_date
inner join
    {{ ref("dim_parameter_monthly") }} as parameters on risks.month_end_date = parameters.month_end_date

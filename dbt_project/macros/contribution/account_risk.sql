{#
  Expected loss and economic capital per account and month, in the reporting currency. risks, states and parameters
  name relations with the columns of fct_risk_parameter_monthly, fct_account_month and dim_parameter_monthly.
#}
{% macro account_risk(risks, states, parameters) %}
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
                    [
                        ["risks.risk_weight_rate", 8],
                        ["risks.ead_amount", 2],
                        ["parameters.capital_ratio", 8],
                    ],
                    [],
                ),
                "account_months.exchange_rate",
            )
        }} as economic_capital_amount
    from {{ risks }} as risks
    inner join
        {{ states }} as account_months
        on risks.account_key = account_months.account_key
        and risks.month_end_date = account_months.month_end_date
    inner join {{ parameters }} as parameters on risks.month_end_date = parameters.month_end_date
{% endmacro %}

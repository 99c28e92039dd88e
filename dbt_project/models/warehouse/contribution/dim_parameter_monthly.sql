{% set codes = [
    "tax_rate",
    "hurdle_rate",
    "capital_ratio",
    "return_on_capital_rate",
    "month_closing_days",
    "class_hysteresis_months",
    "class_exit_months",
    "marginal_profit_share",
    "claimed_profitable_customer_share",
    "claimed_marginal_customer_share",
    "claimed_loss_making_customer_share",
    "multinational_ownership_share",
    "retail_exposure_limit",
    "lifetime_discount_rate",
    "lifetime_horizon_months",
    "lifetime_minimum_closures",
    "lifetime_assumed_monthly_hazard",
    "churn_horizon_months",
    "attrition_months",
    "attrition_fall_share",
    "silent_months",
    "churn_evidence_months",
    "competition_outflow_share",
    "churn_minimum_events",
    "churn_penalty",
    "at_risk_top_share",
    "at_risk_fall_share",
    "satisfaction_minimum_responses",
    "confidence_z",
    "lifetime_trend_months",
    "lifetime_minimum_history_months",
    "lifetime_minimum_cohort_customers",
    "lifetime_pooled_backtests",
] %}

with
    month_ends as (
        select distinct month_end_date from {{ ref("dim_date") }} where month_end_date <= {{ as_of_date() }}
    ),

    parameters as (select parameter_code, valid_from, valid_to, value from {{ ref("parameter") }})

select
    month_ends.month_end_date
    {%- for code in codes %}
        , max(case when parameters.parameter_code = '{{ code }}' then parameters.value end) as {{ code }}
    {%- endfor %}
from month_ends
left join parameters on {{ valid_on("parameters", "month_ends.month_end_date") }}
group by month_ends.month_end_date

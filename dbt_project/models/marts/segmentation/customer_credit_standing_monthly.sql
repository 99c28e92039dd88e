{{ config(schema="intermediate") }}

with
    exposures as (
        select account_key, month_end_date, days_past_due, cast(null as decimal(12, 8)) as pd_rate
        from {{ ref("fct_loan_monthly") }}
        union all
        select account_key, month_end_date, null as days_past_due, pd_rate
        from {{ ref("fct_risk_parameter_monthly") }}
    )

select
    holdings.customer_key,
    holdings.month_end_date,
    max(exposures.days_past_due) as days_past_due,
    max(exposures.pd_rate) as pd_rate
from exposures
inner join
    {{ ref("fct_contribution_part_monthly") }} as holdings
    on exposures.account_key = holdings.account_key
    and exposures.month_end_date = holdings.month_end_date
where holdings.customer_key <> -1 and holdings.account_key <> -1
group by holdings.customer_key, holdings.month_end_date

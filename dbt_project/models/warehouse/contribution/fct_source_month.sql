{{ config(schema="intermediate") }}

with
    first_months as (
        select source_system, min(month_end_date) as first_month_end_date
        from
            (
                select source_system, month_end_date
                from {{ ref("fct_account_balance_monthly") }}
                union all
                select source_system, month_end_date
                from {{ ref("fct_account_activity_monthly") }}
            ) as months_with_figures
        group by source_system
    )

select
    first_months.source_system,
    dates.date_day as month_end_date,
    dates.month_start_date,
    exists (
        select 1 from {{ ref("fct_fee") }} as fees where fees.source_system = first_months.source_system
    ) as has_fees,
    exists (
        select 1
        from {{ ref("fct_risk_parameter_monthly") }} as risks
        where risks.source_system = first_months.source_system
    ) as has_risks,
    dates.date_day in (
        select rates.month_end_date
        from {{ ref("fct_activity_rate_monthly") }} as rates
        where rates.source_system = first_months.source_system
    ) as has_costs
from first_months
inner join {{ ref("dim_date") }} as dates on dates.date_day >= first_months.first_month_end_date
where dates.is_month_end and dates.date_day <= {{ as_of_date() }}

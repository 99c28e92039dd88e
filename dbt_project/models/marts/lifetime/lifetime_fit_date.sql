{{ config(schema="intermediate") }}

with
    months as (
        select
            source_system,
            month_end_date,
            row_number() over (partition by source_system order by month_end_date) as history_months,
            row_number() over (partition by source_system order by month_end_date desc) - 1 as later_months
        from {{ ref("fct_source_month") }}
    ),

    dates as (
        select
            months.*,
            parameters.lifetime_minimum_history_months,
            case when later_months < 12 then later_months else 12 end as outcome_months
        from months
        inner join
            {{ ref("dim_parameter_monthly") }} as parameters
            on months.month_end_date = parameters.month_end_date
    )

select
    source_system,
    month_end_date as fit_date,
    {{ month_end("cast(" ~ dbt.dateadd("month", "outcome_months", "month_end_date") ~ " as date)") }}
    as outcome_date,
    cast(history_months as integer) as history_months,
    cast(outcome_months as integer) as outcome_months,
    later_months = 0 as is_current
from dates
where
    later_months = 0
    or (
        extract(month from month_end_date) in (3, 6, 9, 12)
        and history_months >= lifetime_minimum_history_months
        and outcome_months >= 3
    )

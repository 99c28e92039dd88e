{{ config(schema="intermediate") }}

-- only fits with the longest outcome are compared, the latest of them
with
    fits as (
        select
            dates.source_system,
            dates.fit_date,
            dates.outcome_months,
            max(dates.outcome_months) over (partition by dates.source_system) as longest_months,
            row_number() over (
                partition by dates.source_system, dates.outcome_months order by dates.fit_date desc
            ) as fit_number,
            parameters.lifetime_pooled_backtests
        from {{ ref("lifetime_fit_date") }} as dates
        inner join
            {{ ref("lifetime_fit_date") }} as last_date
            on dates.source_system = last_date.source_system
            and last_date.is_current
        inner join
            {{ ref("dim_parameter_monthly") }} as parameters on last_date.fit_date = parameters.month_end_date
        where dates.outcome_months > 0
    ),

    forecasts as (
        select forecasts.*
        from {{ ref("lifetime_forecast") }} as forecasts
        inner join fits on forecasts.source_system = fits.source_system and forecasts.fit_date = fits.fit_date
        where fits.outcome_months = fits.longest_months and fits.fit_number <= fits.lifetime_pooled_backtests
    ),

    measures as ({{ holdout_measures("forecasts", []) }})

select *
from measures

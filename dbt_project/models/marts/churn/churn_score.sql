{{ config(schema="intermediate") }}

with
    fits as (
        select
            source_system,
            fit_code,
            cast(scored_month_end_date as date) as scored_month_end_date,
            cast(training_from as date) as training_from,
            cast(training_to as date) as training_to,
            training_count,
            training_closed_count,
            is_fitted
        from {{ ref("churn_model") }}
        where feature_code = 'intercept'
    ),

    training as (
        select fits.source_system, fits.fit_code, features.customer_type, features.is_closed_within_horizon
        from fits
        inner join
            {{ ref("churn_feature_monthly") }} as features
            on fits.source_system = features.source_system
            and features.month_end_date between fits.training_from and fits.training_to
            and mod(
                {{ dbt.datediff("features.month_end_date", "fits.training_to", "month") }},
                features.horizon_months
            )
            = 0
    ),

    -- the rate of the type, held a little by that of all: a type without closings has no rate of zero
    type_counts as (
        select
            source_system,
            fit_code,
            customer_type,
            sum(case when is_closed_within_horizon then 1 else 0 end) as closed_count,
            count(*) as customer_count
        from training
        group by source_system, fit_code, customer_type
    ),

    all_rates as (
        select source_system, fit_code, sum(closed_count) / cast(sum(customer_count) as double) as closed_rate
        from type_counts
        group by source_system, fit_code
    ),

    terms as (
        select source_system, fit_code, customer_key, month_end_date, sum(contribution) as log_odds
        from {{ ref("churn_score_term") }}
        group by source_system, fit_code, customer_key, month_end_date
    )

select
    fits.source_system,
    fits.fit_code,
    features.customer_key,
    features.customer_type,
    features.contribution_class_code,
    features.month_end_date,
    features.horizon_months,
    features.is_closed_within_horizon,
    fits.is_fitted,
    fits.training_from,
    fits.training_to,
    cast(fits.training_count as integer) as training_count,
    cast(fits.training_closed_count as integer) as training_closed_count,
    1 / (1 + exp(- terms.log_odds)) as model_probability,
    (coalesce(type_counts.closed_count, 0) + all_rates.closed_rate)
    / (coalesce(type_counts.customer_count, 0) + 1) as baseline_probability
from fits
inner join
    {{ ref("churn_feature_monthly") }} as features
    on fits.source_system = features.source_system
    and fits.scored_month_end_date = features.month_end_date
left join all_rates on fits.source_system = all_rates.source_system and fits.fit_code = all_rates.fit_code
left join
    type_counts
    on fits.source_system = type_counts.source_system
    and fits.fit_code = type_counts.fit_code
    and features.customer_type = type_counts.customer_type
left join
    terms
    on fits.source_system = terms.source_system
    and fits.fit_code = terms.fit_code
    and features.customer_key = terms.customer_key
    and features.month_end_date = terms.month_end_date

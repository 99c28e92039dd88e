{% set values = ["finite", "perpetuity", "undiscounted", "lower_90", "lower_50", "upper_50", "upper_90"] %}

-- closed customers are worth nothing, whatever is known of them; a baseline is carried on month by month
-- like the model
with
    estimates as (
        select
            customers.*,
            parameters.lifetime_discount_rate,
            parameters.lifetime_horizon_months,
            last_year_amount / 12 * discounted_remaining_months as last_year_value_amount,
            class_average_amount / 12 * discounted_remaining_months as class_average_value_amount
        from {{ ref("customer_value_estimate") }} as customers
        inner join
            {{ ref("dim_parameter_monthly") }} as parameters on customers.fit_date = parameters.month_end_date
    )

select
    estimates.customer_key,
    estimates.source_system,
    estimates.customer_type,
    estimates.contribution_class,
    {{ reporting_currency() }} as currency_code,
    'margin_survival_usage' as model_code,
    estimates.fit_date,
    cast(estimates.observed_months as integer) as observed_months,
    usage.model_code as usage_model_code,
    cast(case when is_closed then 0 else alive_probability end as decimal(12, 8)) as alive_probability,
    survival.model_code as relationship_model_code,
    survival.fit_basis as monthly_retention_basis,
    survival.closures as closures_count,
    survival.exposure_months,
    cast(
        case when is_closed then 0 else next_month_retention_rate end as decimal(12, 8)
    ) as monthly_retention_rate,
    cast(
        case when is_closed then 0 else expected_remaining_months end as decimal(12, 4)
    ) as expected_remaining_months,
    cast(estimates.trend_factor as decimal(12, 8)) as trend_factor,
    cast(estimates.lifetime_discount_rate as decimal(12, 8)) as discount_rate,
    cast(estimates.lifetime_horizon_months as integer) as horizon_months,
    {%- for value in values %}
        cast(
            case
                when is_closed then 0 else estimates.{{ "value_" if loop.index > 3 }}{{ value }}_amount
            end as decimal(18, 2)
        ) as lifetime_value_{{ value }}_amount,
    {%- endfor %}
    case when is_closed then 'closed' else estimates.interval_basis end as interval_basis,
    holdout.outcome_months as holdout_months,
    holdout.judged_customer_type,
    holdout.judged_contribution_class,
    holdout.model_mae_amount,
    holdout.last_year_mae_amount,
    holdout.class_average_mae_amount,
    case
        when is_closed then 'model' else coalesce(holdout.recommended_source, 'model')
    end as recommended_source,
    cast(
        case
            when is_closed
            then 0
            when holdout.recommended_source = 'last_year'
            then estimates.last_year_value_amount
            when holdout.recommended_source = 'class_average'
            then estimates.class_average_value_amount
            else estimates.finite_amount
        end as decimal(18, 2)
    ) as recommended_lifetime_value_amount,
    case
        when is_closed
        then estimates.reason
        else
            coalesce(
                holdout.recommendation_reason, 'no past fit has an outcome yet: the model stands unproven'
            )
    end as recommendation_reason,
    estimates.reason,
    estimates.missing_lines,
    {{ as_of_date() }} as as_of_date,
    {{ batch_id() }} as batch_id
from estimates
left join
    {{ ref("lifetime_usage_fit") }} as usage
    on estimates.source_system = usage.source_system
    and estimates.fit_date = usage.fit_date
    and estimates.customer_type = usage.customer_type
left join
    {{ ref("lifetime_survival_fit") }} as survival
    on estimates.source_system = survival.source_system
    and estimates.fit_date = survival.fit_date
    and estimates.customer_type = survival.segment_code
    and survival.scope_code = 'relationship'
left join
    {{ ref("lifetime_holdout") }} as holdout
    on estimates.source_system = holdout.source_system
    and estimates.customer_type = holdout.customer_type
    and estimates.contribution_class = holdout.contribution_class

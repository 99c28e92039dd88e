with
    holdouts as (
        select
            source_system,
            month_end_date,
            max(horizon_months) as horizon_months,
            max(training_from) as training_from_date,
            max(training_to) as training_to_date,
            max(training_count) as training_count,
            max(training_closed_count) as training_closed_count,
            cast(count(*) as integer) as holdout_count,
            cast(
                sum(case when is_closed_within_horizon then 1 else 0 end) as integer
            ) as holdout_closed_count,
            avg(model_probability) as model_mean,
            avg(baseline_probability) as baseline_mean
        from {{ ref("churn_score") }}
        where fit_code = 'holdout'
        group by source_system, month_end_date
    ),

    scores as (
        select holdouts.*, codes.score_code
        from holdouts
        cross join (values ('model'), ('baseline')) as codes(score_code)
    ),

    measured as (
        select
            scores.*,
            case
                scores.score_code when 'model' then scores.model_mean else scores.baseline_mean
            end as mean_probability,
            {%- for measure in [
                "area_under_curve",
                "area_error",
                "lift",
                "brier_score",
                "calibration_intercept",
                "calibration_slope",
                "calibration_intercept_error",
                "calibration_slope_error",
            ] %}
                case when not isnan(measures.{{ measure }}) then measures.{{ measure }} end as {{ measure }},
            {%- endfor %}
            recommendations.recommended_score,
            recommendations.recommendation_reason,
            parameters.confidence_z as z,
            parameters.satisfaction_minimum_responses as minimum_count
        from scores
        left join
            {{ ref("churn_measure") }} as measures
            on scores.source_system = measures.source_system
            and scores.score_code = measures.score_code
        inner join
            {{ ref("churn_recommendation") }} as recommendations
            on scores.source_system = recommendations.source_system
        inner join
            {{ ref("dim_parameter_monthly") }} as parameters
            on scores.month_end_date = parameters.month_end_date
    )

select
    source_system,
    score_code,
    month_end_date as holdout_month_end_date,
    horizon_months,
    training_from_date,
    training_to_date,
    training_count,
    training_closed_count,
    holdout_count,
    holdout_closed_count,
    cast(holdout_closed_count / cast(holdout_count as double) as decimal(12, 8)) as closed_rate,
    cast(mean_probability as decimal(12, 8)) as mean_probability,
    cast(area_under_curve as decimal(12, 8)) as area_under_curve,
    cast(greatest(area_under_curve - z * area_error, 0) as decimal(12, 8)) as area_lower_bound,
    cast(least(area_under_curve + z * area_error, 1) as decimal(12, 8)) as area_upper_bound,
    cast(lift as decimal(12, 8)) as lift_at_ten_percent,
    cast(brier_score as decimal(12, 8)) as brier_score,
    cast(calibration_intercept as decimal(18, 8)) as calibration_intercept,
    cast(
        calibration_intercept - z * calibration_intercept_error as decimal(18, 8)
    ) as calibration_intercept_lower_bound,
    cast(
        calibration_intercept + z * calibration_intercept_error as decimal(18, 8)
    ) as calibration_intercept_upper_bound,
    cast(calibration_slope as decimal(18, 8)) as calibration_slope,
    cast(calibration_slope - z * calibration_slope_error as decimal(18, 8)) as calibration_slope_lower_bound,
    cast(calibration_slope + z * calibration_slope_error as decimal(18, 8)) as calibration_slope_upper_bound,
    recommended_score,
    recommendation_reason,
    holdout_closed_count < minimum_count as is_too_small,
    case
        when mean_probability is null
        then 'no score: too few closings before the holdout'
        when area_under_curve is null
        then 'nobody or everybody closed in the holdout'
        when calibration_slope is null
        then 'the score has too few values for a calibration line'
    end as missing_reason,
    {{ as_of_date() }} as as_of_date,
    {{ batch_id() }} as batch_id
from measured

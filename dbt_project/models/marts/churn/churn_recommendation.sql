{{ config(schema="intermediate") }}

-- the model is used where it tells better than the baseline and its probabilities are no worse
with
    fits as (
        select source_system, min(case when is_fitted then 1 else 0 end) = 1 as is_fitted
        from {{ ref("churn_model") }}
        where feature_code = 'intercept'
        group by source_system
    ),

    measures as (
        select
            source_system,
            max(case when score_code = 'model' then area_under_curve end) as model_area,
            max(case when score_code = 'baseline' then area_under_curve end) as baseline_area,
            max(case when score_code = 'model' then brier_score end) as model_brier,
            max(case when score_code = 'baseline' then brier_score end) as baseline_brier
        from {{ ref("churn_measure") }}
        where not isnan(area_under_curve)
        group by source_system
    )

select
    fits.source_system,
    case
        when
            fits.is_fitted
            and measures.model_area > measures.baseline_area
            and measures.model_brier <= measures.baseline_brier
        then 'model'
        else 'baseline'
    end as recommended_score,
    case
        when not fits.is_fitted
        then 'too few closings to fit a model'
        when measures.model_area is null
        then 'nobody closed in the holdout: the model has not been judged'
        when measures.model_area <= measures.baseline_area
        then
            'area under the curve '
            || {{ readable_number("measures.model_area", 4) }}
            || ' is not above '
            || {{ readable_number("measures.baseline_area", 4) }}
            || ' of the baseline'
        when measures.model_brier > measures.baseline_brier
        then
            'Brier score '
            || {{ readable_number("measures.model_brier", 6) }}
            || ' is above '
            || {{ readable_number("measures.baseline_brier", 6) }}
            || ' of the baseline'
        else
            'area under the curve '
            || {{ readable_number("measures.model_area", 4) }}
            || ' is above '
            || {{ readable_number("measures.baseline_area", 4) }}
            || ' of the baseline and the Brier score is not'
    end as recommendation_reason
from fits
left join measures on fits.source_system = measures.source_system

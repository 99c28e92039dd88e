with
    ranked as (
        select
            terms.*,
            row_number() over (
                partition by terms.customer_key order by abs(terms.contribution) desc, terms.feature_code
            ) as reason_number
        from {{ ref("churn_score_term") }} as terms
        where terms.fit_code = 'current' and terms.feature_code <> 'intercept'
    ),

    reasons as (
        select
            customer_key
            {%- for number in [1, 2, 3] %}
                ,
                max(
                    case when reason_number = {{ number }} then ranked.feature_code end
                ) as reason_{{ number }}_code,
                max(
                    case when reason_number = {{ number }} then ranked.contribution end
                ) as reason_{{ number }}_contribution,
                max(
                    case
                        when reason_number = {{ number }}
                        then
                            case when ranked.contribution < 0 then 'lowers: ' else 'raises: ' end
                            || labels.label_en
                            || case
                                when ranked.feature_code like '%_missing'
                                then case when ranked.feature_value = 1 then ' unknown' else ' known' end
                                else
                                    coalesce(
                                        ' ' || {{ readable_number("ranked.feature_value", 2) }}, ' unknown'
                                    )
                            end
                    end
                ) as reason_{{ number }}_description
            {%- endfor %}
        from ranked
        left join
            {{ ref("churn_feature") }} as labels
            on replace(ranked.feature_code, '_missing', '') = labels.feature_code
            and {{ valid_on("labels", "ranked.month_end_date") }}
        where reason_number <= 3
        group by customer_key
    )

select
    scores.customer_key,
    scores.source_system,
    scores.month_end_date,
    scores.customer_type,
    scores.contribution_class_code,
    managers.employee_key,
    scores.horizon_months,
    cast(scores.model_probability as decimal(12, 8)) as model_probability,
    cast(scores.baseline_probability as decimal(12, 8)) as baseline_probability,
    recommendations.recommended_score,
    cast(
        case
            recommendations.recommended_score
            when 'model'
            then scores.model_probability
            else scores.baseline_probability
        end as decimal(12, 8)
    ) as closure_probability,
    {%- for number in [1, 2, 3] %}
        reasons.reason_{{ number }}_code,
        cast(reasons.reason_{{ number }}_contribution as decimal(12, 8)) as reason_{{ number }}_contribution,
        reasons.reason_{{ number }}_description,
    {%- endfor %}
    scores.training_count,
    scores.training_closed_count,
    scores.training_to as training_to_date,
    case
        when scores.baseline_probability is null
        then 'the books are shorter than two horizons: nobody can be learned from'
        when scores.model_probability is null
        then recommendations.recommendation_reason
    end as missing_reason,
    {{ as_of_date() }} as as_of_date,
    {{ batch_id() }} as batch_id
from {{ ref("churn_score") }} as scores
left join reasons on scores.customer_key = reasons.customer_key
inner join
    {{ ref("churn_recommendation") }} as recommendations
    on scores.source_system = recommendations.source_system
left join
    {{ ref("bridge_customer_manager") }} as managers
    on scores.customer_key = managers.customer_key
    and {{ valid_on("managers", "scores.month_end_date") }}
where scores.fit_code = 'current'

select
    source_system,
    definition_code,
    group_type,
    group_code,
    cast(months as integer) as months_on_book,
    cast(at_risk_count as integer) as at_risk_count,
    cast(lost_count as integer) as lost_count,
    cast(survival as decimal(12, 8)) as survival_rate,
    {%- for side in ["lower", "upper"] %}
        case
            when not isnan({{ side }}_bound) then cast({{ side }}_bound as decimal(12, 8))
        end as survival_{{ side }}_bound,
    {%- endfor %}
    at_risk_count < minima.value as is_too_small,
    case when isnan(lower_bound) then 'everybody at risk was lost' end as missing_reason,
    {{ as_of_date() }} as as_of_date,
    {{ batch_id() }} as batch_id
from
    {{ ref("churn_survival_curve") }}
    {{ join_parameters({"minima": "satisfaction_minimum_responses"}, as_of_date(), required=false) }}

select
    curves.source_system,
    curves.cohort_kind,
    curves.cohort_code,
    dates.fit_date,
    curves.from_age_months,
    curves.age_months,
    cast(curves.at_risk as bigint) as at_risk_count,
    cast(curves.closed as bigint) as closed_count,
    cast(curves.survival as decimal(12, 8)) as survival_rate,
    cast(sqrt(curves.variance) as decimal(12, 8)) as survival_standard_error,
    cast(curves.lower as decimal(12, 8)) as survival_lower_bound,
    cast(curves.upper as decimal(12, 8)) as survival_upper_bound,
    case when curves.variance is null then 'everybody at risk has closed' end as interval_missing_reason,
    cast(curves.model_survival as decimal(12, 8)) as model_survival_rate,
    cast(curves.model_survival - curves.survival as decimal(12, 8)) as model_difference_rate,
    curves.reason as model_missing_reason,
    {{ as_of_date() }} as as_of_date,
    {{ batch_id() }} as batch_id
from {{ ref("cohort_survival") }} as curves
inner join
    {{ ref("lifetime_fit_date") }} as dates on curves.source_system = dates.source_system and dates.is_current

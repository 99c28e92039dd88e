-- what the satisfied bring and how many of them leave, less the same of those who answered otherwise
with
    counts as (
        select *
        from {{ ref("satisfaction_contribution") }}
        where level_code in ('satisfied', 'not_satisfied')
    ),

    errors as (
        select
            source_system,
            period_code,
            group_type,
            group_code,
            level_code,
            mean_contribution,
            contribution_error
        from {{ ref("satisfaction_count") }}
    ),

    pairs as (
        select
            satisfied.*,
            others.customer_count as other_count,
            others.churn_rate as other_churn_rate,
            others.churn_lower_bound as other_churn_lower_bound,
            others.churn_upper_bound as other_churn_upper_bound,
            satisfied_errors.mean_contribution - other_errors.mean_contribution as contribution_difference,
            sqrt(
                power(satisfied_errors.contribution_error, 2) + power(other_errors.contribution_error, 2)
            ) as difference_error,
            parameters.confidence_z as z,
            parameters.satisfaction_minimum_responses as minimum_count
        from counts as satisfied
        inner join
            counts as others
            on satisfied.source_system = others.source_system
            and satisfied.period_code = others.period_code
            and satisfied.group_type = others.group_type
            and satisfied.group_code = others.group_code
        {%- for name in ["satisfied", "other"] %}
            inner join
                errors as {{ name }}_errors
                on satisfied.source_system = {{ name }}_errors.source_system
                and satisfied.period_code = {{ name }}_errors.period_code
                and satisfied.group_type = {{ name }}_errors.group_type
                and satisfied.group_code = {{ name }}_errors.group_code
                and {{ name }}_errors.level_code
                = '{{ "satisfied" if name == "satisfied" else "not_satisfied" }}'
        {%- endfor %}
        inner join
            {{ ref("dim_parameter_monthly") }} as parameters
            on satisfied.month_end_date = parameters.month_end_date
        where satisfied.level_code = 'satisfied' and others.level_code = 'not_satisfied'
    )

    {%- set satisfied = ["churn_rate", "churn_lower_bound", "churn_upper_bound"] -%}
    {%- set others = ["other_churn_rate", "other_churn_lower_bound", "other_churn_upper_bound"] %}

select
    source_system,
    period_code,
    group_type,
    group_code,
    customer_count as satisfied_count,
    other_count as not_satisfied_count,
    currency_code,
    cast(contribution_difference as decimal(18, 2)) as contribution_difference_amount,
    cast(
        contribution_difference - z * difference_error as decimal(18, 2)
    ) as contribution_difference_lower_bound_amount,
    cast(
        contribution_difference + z * difference_error as decimal(18, 2)
    ) as contribution_difference_upper_bound_amount,
    churn_rate as satisfied_churn_rate,
    other_churn_rate as not_satisfied_churn_rate,
    cast(churn_rate - other_churn_rate as decimal(12, 8)) as churn_rate_difference,
    {%- for side in ["lower", "upper"] %}
        cast(
            {{ share_difference_bound(satisfied, others, side) }} as decimal(12, 8)
        ) as churn_rate_difference_{{ side }}_bound,
    {%- endfor %}
    least(customer_count, other_count) < minimum_count as is_too_small,
    case
        when period_code = 'current'
        then 'the year that follows is not over'
        when difference_error is null
        then 'a group of one customer or without contribution has no spread'
    end as missing_reason,
    {{ as_of_date() }} as as_of_date,
    {{ batch_id() }} as batch_id
from pairs

with
    last_months as ({{ last_months() }}),

    counts as (
        select
            counts.*,
            last_months.last_month_end_date,
            parameters.confidence_z as z,
            parameters.satisfaction_minimum_responses as minimum_count,
            sum(
                case when counts.level_code not in ('all', 'not_satisfied') then counts.customer_count end
            ) over (
                partition by counts.source_system, counts.period_code, counts.group_type, counts.group_code
            ) as group_count
        from {{ ref("satisfaction_count") }} as counts
        inner join last_months on counts.source_system = last_months.source_system
        inner join
            {{ ref("dim_parameter_monthly") }} as parameters
            on last_months.last_month_end_date = parameters.month_end_date
    )

select
    source_system,
    period_code,
    group_type,
    group_code,
    level_code,
    customer_count,
    cast(customer_count / cast(group_count as double) as decimal(12, 8)) as customer_share,
    {{ reporting_currency() }} as currency_code,
    contribution_count,
    contribution_amount,
    cast(mean_contribution as decimal(18, 2)) as mean_contribution_amount,
    cast(
        mean_contribution - z * contribution_error as decimal(18, 2)
    ) as mean_contribution_lower_bound_amount,
    cast(
        mean_contribution + z * contribution_error as decimal(18, 2)
    ) as mean_contribution_upper_bound_amount,
    lost_count,
    cast(lost_count / cast(customer_count as double) as decimal(12, 8)) as churn_rate,
    {%- for side in ["lower", "upper"] %}
        cast(
            {{ wilson_bound("lost_count", "customer_count", "z", side) }} as decimal(12, 8)
        ) as churn_{{ side }}_bound,
    {%- endfor %}
    customer_count < minimum_count as is_too_small,
    case
        when period_code = 'current'
        then 'the year that follows is not over'
        when contribution_count = 0
        then 'no contribution is known'
        when contribution_count = 1
        then 'one customer has no spread'
    end as missing_reason,
    last_month_end_date as month_end_date,
    {{ as_of_date() }} as as_of_date,
    {{ batch_id() }} as batch_id
from counts

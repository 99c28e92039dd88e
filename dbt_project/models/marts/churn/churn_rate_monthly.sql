with
    month_counts as (select * from {{ ref("churn_count_monthly") }} where period_code = 'month'),

    year_counts as (select * from {{ ref("churn_count_monthly") }} where period_code = 'year'),

    -- a source that names no closing date at all does not say that nobody left
    recorded as (
        select source_system, definition_code
        from {{ ref("churn_event_dated") }}
        group by source_system, definition_code
    ),

    counts as (
        select
            months.source_system,
            months.definition_code,
            months.unit_code,
            months.group_type,
            months.group_code,
            months.period_end_date as month_end_date,
            months.at_risk_count,
            months.lost_count,
            years.at_risk_count as year_at_risk_count,
            years.lost_count as year_lost_count,
            case
                when
                    recorded.definition_code is null
                    and months.definition_code in ('relationship_closure', 'product_closure')
                then 'the source records no closing'
            end as missing_reason,
            parameters.confidence_z as z,
            parameters.satisfaction_minimum_responses as minimum_count
        from month_counts as months
        left join
            year_counts as years
            on months.source_system = years.source_system
            and months.definition_code = years.definition_code
            and months.unit_code = years.unit_code
            and months.group_type = years.group_type
            and months.group_code = years.group_code
            and months.period_end_date = years.period_end_date
        left join
            recorded
            on months.source_system = recorded.source_system
            and months.definition_code = recorded.definition_code
        inner join
            {{ ref("dim_parameter_monthly") }} as parameters
            on months.period_end_date = parameters.month_end_date
    )

select
    source_system,
    month_end_date,
    definition_code,
    unit_code,
    group_type,
    group_code,
    at_risk_count,
    lost_count,
    {%- for prefix in ["", "year_"] %}
        {%- for name, value in [
            ("churn_rate", prefix ~ "lost_count / cast(" ~ prefix ~ "at_risk_count as double)"),
            (
                "lower_bound",
                wilson_bound(prefix ~ "lost_count", prefix ~ "at_risk_count", "z", "lower"),
            ),
            (
                "upper_bound",
                wilson_bound(prefix ~ "lost_count", prefix ~ "at_risk_count", "z", "upper"),
            ),
        ] %}
            case
                when missing_reason is null then cast({{ value }} as decimal(12, 8))
            end as {{ prefix }}{{ name }},
        {%- endfor %}
        {%- if prefix == "" %} year_at_risk_count, year_lost_count, {%- endif %}
    {%- endfor %}
    at_risk_count < minimum_count as is_too_small,
    coalesce(
        missing_reason, case when year_at_risk_count is null then 'nobody was at risk a year before' end
    ) as missing_reason,
    {{ as_of_date() }} as as_of_date,
    {{ batch_id() }} as batch_id
from counts

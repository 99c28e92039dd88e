{%- set measure = ["source_system", "outcome_code", "group_type", "group_code"] %}

with
    strata as (
        select *, 'all' as group_type, 'all' as group_code
        from {{ ref("manager_change_stratum_count") }}
        union all
        select *, 'customer_type' as group_type, customer_type as group_code
        from {{ ref("manager_change_stratum_count") }}
    ),

    -- what could be compared, and what could not
    counted as (
        select
            {{ measure | join(", ") }},
            max(month_end_date) as last_month_end_date,
            sum(case when control_count > 0 then 1 else 0 end) as strata_count,
            sum(case when control_count > 0 then 0 else 1 end) as unmatched_strata_count,
            sum(case when control_count > 0 then 0 else treated_count end) as unmatched_treated_count
        from strata
        group by {{ measure | join(", ") }}
    ),

    judged as (
        select
            counted.*,
            coalesce(treated.customer_count, 0) as treated_count,
            coalesce(controls.customer_count, 0) as control_count,
            treated.effective_count as effective_treated_count,
            controls.effective_count as effective_control_count,
            treated.ratio as treated_value,
            controls.ratio as control_value,
            treated.ratio - controls.ratio as effect_value,
            case
                when treated.customer_count > 1 and controls.customer_count > 1
                then nullif(sqrt(treated.variance + controls.variance), 0)
            end as standard_error,
            quantiles.value as z,
            minima.value as minimum_responses
        from counted
        {%- for name, sign in [("treated", ""), ("controls", "not ")] %}
            left join
                {{ ref("manager_change_measure") }} as {{ name }} on {{ sign }}{{ name }}.is_treated
                {%- for column in measure %} and counted.{{ column }} = {{ name }}.{{ column }} {%- endfor %}
        {%- endfor %}
            {{
                join_parameters(
                    {"quantiles": "confidence_z", "minima": "satisfaction_minimum_responses"},
                    "counted.last_month_end_date",
                )
            }}
    )

select
    {{ measure | join(", ") }},
    {%- for name in ["treated", "control", "strata", "unmatched_treated", "unmatched_strata"] %}
        cast({{ name }}_count as integer) as {{ name }}_count,
    {%- endfor %}
    {%- for side in ["treated", "control"] %}
        cast(effective_{{ side }}_count as decimal(18, 4)) as effective_{{ side }}_count,
    {%- endfor %}
    {%- for name in ["treated_value", "control_value", "effect_value", "standard_error"] %}
        cast({{ name }} as decimal(18, 8)) as {{ name }},
    {%- endfor %}
    cast(effect_value - z * standard_error as decimal(18, 8)) as lower_bound,
    cast(effect_value + z * standard_error as decimal(18, 8)) as upper_bound,
    least(coalesce(effective_treated_count, 0), coalesce(effective_control_count, 0))
    < minimum_responses as is_too_small,
    case
        when treated_count = 0
        then 'nobody with a change found others to be compared with'
        when treated_count = 1 or control_count = 1
        then 'one customer alone has no error'
        when standard_error is null
        then 'all had the same outcome, so that the error cannot be told'
    end as reason,
    {{ as_of_date() }} as as_of_date,
    {{ batch_id() }} as batch_id
from judged

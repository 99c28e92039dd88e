{# Rates, shares and times of complaints with their intervals, from their counts. #}
{% macro complaint_figures(counts) -%}
    {%- set shares = [
        ("first_contact_resolution", "first_contact_count", "first_contact_known_count"),
        ("repeat", "repeat_count", "known_customer_count"),
    ] -%}
    select
        source_system,
        period_type,
        period_code,
        period_start_date,
        cast({{ dbt.dateadd("day", -1, "period_stop_date") }} as date) as period_end_date,
        is_running as is_period_running,
        group_type,
        group_code,
        group_label,
        complaint_count,
        cast(average_customer_count as decimal(18, 4)) as average_customer_count,
        cast(
            1000 * complaint_count / nullif(average_customer_count, 0) as decimal(18, 6)
        ) as complaints_per_thousand_rate,
        {%- for side in ["lower", "upper"] %}
            cast(
                1000
                * {{ poisson_bound("complaint_count", "z", side) }}
                / nullif(average_customer_count, 0) as decimal(18, 6)
            ) as complaints_per_thousand_{{ side }}_bound,
        {%- endfor %}
        case when average_customer_count = 0 then 'no_customer_at_risk' end as rate_reason,
        {%- for name, successes, trials in shares %}
            {{ trials }},
            {{ successes }},
            cast(
                {{ successes }} / cast(nullif({{ trials }}, 0) as double) as decimal(12, 8)
            ) as {{ name }}_share,
            {%- for side in ["lower", "upper"] %}
                cast(
                    {{ wilson_bound(successes, trials, "z", side) }} as decimal(12, 8)
                ) as {{ name }}_{{ side }}_bound,
            {%- endfor %}
        {%- endfor %}
        open_count,
        wrongly_dated_count,
        cast(median_days as integer) as median_resolution_days,
        cast(ninety_percent_days as integer) as ninety_percent_resolution_days,
        case
            when complaint_count = wrongly_dated_count
            then 'no_complaint'
            when median_days is null
            then 'more_than_half_still_open'
            when ninety_percent_days is null
            then 'more_than_a_tenth_still_open'
        end as resolution_reason,
        complaint_count < minimum_count as is_too_small,
        {{ as_of_date() }} as as_of_date,
        {{ batch_id() }} as batch_id
    from {{ counts }}
{%- endmacro %}

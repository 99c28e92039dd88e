with
    counts as (
        select
            counts.*,
            waves.wave_name,
            waves.method_code,
            waves.start_date as wave_start_date,
            waves.end_date as wave_end_date,
            quantiles.value as z,
            minima.value as minimum_responses
        from {{ ref("survey_answer_counts") }} as counts
        inner join
            {{ ref("dim_survey_wave") }} as waves
            on counts.source_system = waves.source_system
            and counts.wave_number = waves.wave_number
        {%- for name, code in [
                ("quantiles", "confidence_z"),
                ("minima", "satisfaction_minimum_responses"),
            ] %}
            left join
                {{ ref("parameter") }} as {{ name }}
                on {{ name }}.parameter_code = '{{ code }}'
                and {{ valid_on(name, "waves.start_date") }}
        {%- endfor %}
    ),

    csat as (
        select
            counts.*,
            'share' as unit_code,
            favourable_count / cast(response_count as double) as measure_value,
            sqrt(
                favourable_count
                * (response_count - favourable_count)
                / power(cast(response_count as double), 3)
            ) as standard_error,
            {{ wilson_bound("favourable_count", "response_count", "z", "lower") }} as lower_bound,
            {{ wilson_bound("favourable_count", "response_count", "z", "upper") }} as upper_bound
        from counts
        where measure_code = 'csat'
    ),

    nps as (
        select
            counts.*,
            'points' as unit_code,
            {{ nps_points("favourable_count", "unfavourable_count", "response_count") }} as measure_value,
            {{ nps_standard_error_points("favourable_count", "unfavourable_count", "response_count") }}
            as standard_error
        from counts
        where measure_code = 'nps'
    ),

    measured as (
        select *
        from csat
        union all
        select
            *,
            greatest(-100.0, measure_value - z * standard_error) as lower_bound,
            least(100.0, measure_value + z * standard_error) as upper_bound
        from nps
    )

select
    source_system,
    wave_number,
    wave_name,
    method_code,
    wave_start_date,
    wave_end_date,
    measure_code,
    question_code,
    group_type,
    group_code,
    unit_code,
    response_count,
    favourable_count,
    unfavourable_count,
    cast(measure_value as decimal(12, 6)) as measure_value,
    cast(standard_error as decimal(12, 6)) as standard_error,
    cast(lower_bound as decimal(12, 6)) as lower_bound,
    cast(upper_bound as decimal(12, 6)) as upper_bound,
    response_count < minimum_responses as is_too_small,
    {{ as_of_date() }} as as_of_date,
    {{ batch_id() }} as batch_id
from measured

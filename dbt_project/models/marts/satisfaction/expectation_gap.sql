with
    waves as (select * from {{ ref("survey_wave_described") }}),

    measured as (
        select
            figures.*,
            waves.wave_name,
            waves.wave_start_date,
            waves.wave_end_date,
            {%- for part in ["expectation", "perception"] %}
                case
                    when figures.response_count > 1 and figures.{{ part }}_variance > 0
                    then sqrt(figures.{{ part }}_variance / (figures.response_count - 1))
                end as {{ part }}_error,
            {%- endfor %}
            {%- for column in [
                "figure",
                "error",
                "expectation_mean",
                "perception_mean",
                "response_count",
                "wave_number",
            ] %}
                lag(figures.{{ column }}) over in_time as previous_{{ column }} {{- "," if not loop.last }}
            {%- endfor %}
        from {{ ref("survey_group_figures") }} as figures
        inner join
            waves on figures.source_system = waves.source_system and figures.wave_number = waves.wave_number
        where
            figures.measure_code = 'servqual_gap'
            and figures.response_count > 0
            and figures.group_type not in ('product', 'branch', 'manager')
        window
            in_time as (
                partition by
                    figures.source_system, figures.group_type, figures.group_code, figures.dimension_code
                order by waves.wave_start_date, figures.wave_number
            )
    ),

    changes as (
        select
            *,
            expectation_mean - previous_expectation_mean as expectation_change,
            perception_mean - previous_perception_mean as perception_change,
            figure - previous_figure as gap_change,
            -- two waves taken as independent samples
            sqrt(power(error, 2) + power(previous_error, 2)) as gap_change_error
        from measured
    )

select
    source_system,
    wave_number,
    wave_name,
    wave_start_date,
    wave_end_date,
    dimension_code,
    group_type,
    group_code,
    group_label_en,
    group_label_zh,
    response_count,
    {%- for part in ["expectation", "perception"] %}
        cast({{ part }}_mean as decimal(12, 6)) as {{ part }}_value,
        {%- for side, sign in [("lower", "-"), ("upper", "+")] %}
            cast(
                {{ part }}_mean {{ sign }} {{ student_quantile("z", "nullif(response_count - 1, 0)") }}
                * {{ part }}_error as decimal(12, 6)
            ) as {{ part }}_{{ side }}_bound,
        {%- endfor %}
    {%- endfor %}
    cast(figure as decimal(12, 6)) as gap_value,
    cast(error as decimal(12, 6)) as gap_standard_error,
    cast(lower as decimal(12, 6)) as gap_lower_bound,
    cast(upper as decimal(12, 6)) as gap_upper_bound,
    response_count < minimum_responses as is_too_small,
    reason,
    coalesce(previous_wave_number, 'none') as previous_wave_number,
    coalesce(previous_response_count, 0) as previous_response_count,
    cast(expectation_change as decimal(12, 6)) as expectation_change,
    cast(perception_change as decimal(12, 6)) as perception_change,
    cast(gap_change as decimal(12, 6)) as gap_change,
    cast(gap_change - z * gap_change_error as decimal(12, 6)) as gap_change_lower_bound,
    cast(gap_change + z * gap_change_error as decimal(12, 6)) as gap_change_upper_bound,
    coalesce(
        expectation_change > 0 and expectation_change > perception_change, false
    ) as is_expectation_rising_faster,
    case
        when previous_wave_number is null
        then 'first_wave'
        when response_count < minimum_responses or previous_response_count < minimum_responses
        then 'too_few_respondents'
        when gap_change_error is null or abs(gap_change) <= z * gap_change_error
        then 'no_clear_change'
        when gap_change > 0
        then 'gap_closes'
        when expectation_change > 0
        then 'expectation_rises_faster'
        else 'perception_falls'
    end as reading_code,
    {{ as_of_date() }} as as_of_date,
    {{ batch_id() }} as batch_id
from changes

with
    waves as (select * from {{ ref("survey_wave_described") }}),

    -- Asked about several products, a customer counts with the mean of what was said of them.
    answered as (
        select
            measured.source_system,
            respondents.customer_key,
            measured.wave_number,
            measured.dimension_code,
            waves.wave_start_date,
            {{ exact_mean("measured.expectation") }} as expectation,
            {{ exact_mean("measured.perception") }} as perception,
            {{ exact_mean("measured.measured_value") }} as gap
        from {{ ref("survey_measurement") }} as measured
        inner join
            {{ ref("survey_respondent") }} as respondents
            on measured.source_system = respondents.source_system
            and measured.wave_number = respondents.wave_number
            and measured.respondent_key = respondents.respondent_key
            and measured.product_key = respondents.product_key
        inner join
            waves on measured.source_system = waves.source_system and measured.wave_number = waves.wave_number
        where
            measured.measure_code = 'servqual_gap'
            and measured.measurement_state = 'counted'
            and respondents.customer_key <> -1
        group by
            measured.source_system,
            respondents.customer_key,
            measured.wave_number,
            measured.dimension_code,
            waves.wave_start_date
    ),

    compared as (
        select
            *,
            count(*) over (partition by source_system, customer_key, dimension_code) as wave_count,
            {%- for column in ["wave_number", "expectation", "perception", "gap"] %}
                lag({{ column }}) over in_time as previous_{{ column }},
            {%- endfor %}
            row_number() over (
                partition by source_system, customer_key, dimension_code
                order by wave_start_date desc, wave_number desc
            ) as place
        from answered
        window
            in_time as (
                partition by source_system, customer_key, dimension_code order by wave_start_date, wave_number
            )
    )

select
    source_system,
    customer_key,
    dimension_code,
    cast(wave_count as integer) as wave_count,
    wave_number,
    wave_start_date,
    cast(expectation as decimal(12, 6)) as expectation_value,
    cast(perception as decimal(12, 6)) as perception_value,
    cast(gap as decimal(12, 6)) as gap_value,
    coalesce(previous_wave_number, 'none') as previous_wave_number,
    cast(previous_expectation as decimal(12, 6)) as previous_expectation_value,
    cast(previous_perception as decimal(12, 6)) as previous_perception_value,
    cast(previous_gap as decimal(12, 6)) as previous_gap_value,
    cast(gap - previous_gap as decimal(12, 6)) as gap_change,
    case
        when previous_wave_number is null
        then 'first_wave'
        when gap > previous_gap
        then 'rising'
        when gap < previous_gap
        then 'falling'
        else 'steady'
    end as trend_code,
    coalesce(
        expectation > previous_expectation
        and expectation - previous_expectation > perception - previous_perception,
        false
    ) as is_expectation_rising_faster,
    {{ as_of_date() }} as as_of_date,
    {{ batch_id() }} as batch_id
from compared
where place = 1

with
    waves as (select source_system, wave_number, wave_start_date from {{ ref("survey_wave_described") }}),

    strata as (
        select source_system, wave_number, stratum_scheme_code, stratum_code, count(*) as population_count
        from {{ ref("survey_population") }}
        group by source_system, wave_number, stratum_scheme_code, stratum_code
    ),

    counted as (
        select
            measured.source_system,
            measured.wave_number,
            measured.measure_code,
            measured.question_code,
            measured.dimension_code,
            respondents.stratum_code,
            count(*) as respondent_count
        from {{ ref("survey_measurement") }} as measured
        inner join
            {{ ref("survey_respondent") }} as respondents
            on measured.source_system = respondents.source_system
            and measured.wave_number = respondents.wave_number
            and measured.respondent_key = respondents.respondent_key
            and measured.product_key = respondents.product_key
        where measured.measurement_state = 'counted' and respondents.stratum_code is not null
        group by
            measured.source_system,
            measured.wave_number,
            measured.measure_code,
            measured.question_code,
            measured.dimension_code,
            respondents.stratum_code
    ),

    cells as (
        select
            strata.source_system,
            strata.wave_number,
            waves.wave_start_date,
            measures.measure_code,
            measures.question_code,
            measures.dimension_code,
            strata.stratum_scheme_code,
            strata.stratum_code,
            strata.population_count,
            coalesce(counted.respondent_count, 0) as respondent_count
        from strata
        inner join waves using (source_system, wave_number)
        inner join {{ ref("survey_measure") }} as measures using (source_system)
        left join
            counted
            on strata.source_system = counted.source_system
            and strata.wave_number = counted.wave_number
            and strata.stratum_code = counted.stratum_code
            and measures.measure_code = counted.measure_code
            and measures.question_code = counted.question_code
            and measures.dimension_code = counted.dimension_code
    ),

    totals as (
        select
            *,
            sum(population_count) over (figure) as total_population,
            sum(case when respondent_count > 0 then population_count else 0 end) over (
                figure
            ) as covered_population,
            sum(respondent_count) over (figure) as total_respondents
        from cells
        window
            figure as (partition by source_system, wave_number, measure_code, question_code, dimension_code)
    )

select
    source_system,
    wave_number,
    wave_start_date,
    measure_code,
    question_code,
    dimension_code,
    stratum_scheme_code,
    stratum_code,
    cast(population_count as integer) as population_count,
    cast(respondent_count as integer) as respondent_count,
    respondent_count > 0 as is_covered,
    cast(population_count / cast(total_population as double) as decimal(12, 8)) as population_share,
    cast(respondent_count / cast(nullif(total_respondents, 0) as double) as decimal(12, 8)) as sample_share,
    cast(
        (population_count / cast(nullif(covered_population, 0) as double))
        / (nullif(respondent_count, 0) / cast(total_respondents as double)) as decimal(18, 8)
    ) as relative_weight,
    cast(population_count / cast(nullif(respondent_count, 0) as double) as decimal(18, 8)) as weight,
    case
        when total_respondents = 0
        then 'no_respondent_in_wave'
        when respondent_count = 0
        then 'no_respondent_in_stratum'
    end as reason,
    {{ as_of_date() }} as as_of_date,
    {{ batch_id() }} as batch_id
from totals

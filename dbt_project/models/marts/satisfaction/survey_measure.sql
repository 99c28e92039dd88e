{{ config(schema="intermediate") }}

with
    questions as (select * from {{ ref("dim_survey_question") }}),

    -- A gap is a difference of two scores, so expectation and perception must have been asked on one scale.
    gaps as (
        select
            expected.source_system,
            expected.dimension_code,
            max(expected.scale_max - expected.scale_min) as scale_range
        from questions as expected
        inner join
            questions as perceived
            on expected.source_system = perceived.source_system
            and expected.dimension_code = perceived.dimension_code
            and expected.scale_min = perceived.scale_min
            and expected.scale_max = perceived.scale_max
        where
            expected.question_kind = 'servqual_expectation'
            and perceived.question_kind = 'servqual_perception'
        group by expected.source_system, expected.dimension_code
    )

select
    source_system,
    question_kind as measure_code,
    question_code,
    'overall' as dimension_code,
    case question_kind when 'csat' then 'share' else 'points' end as unit_code,
    cast(case question_kind when 'csat' then 0 else -100 end as double) as value_min,
    cast(case question_kind when 'csat' then 1 else 100 end as double) as value_max
from questions
where question_kind in ('csat', 'nps')
union all
select distinct
    source_system,
    'acsi' as measure_code,
    'acsi' as question_code,
    'overall' as dimension_code,
    'index' as unit_code,
    cast(0 as double) as value_min,
    cast(100 as double) as value_max
from questions
where question_kind = 'acsi'
union all
select
    source_system,
    'servqual_gap' as measure_code,
    'servqual_gap' as question_code,
    dimension_code,
    'scale_points' as unit_code,
    cast(- scale_range as double) as value_min,
    cast(scale_range as double) as value_max
from gaps
union all
select
    source_system,
    'servqual_gap' as measure_code,
    'servqual_gap' as question_code,
    'overall' as dimension_code,
    'scale_points' as unit_code,
    cast(- max(scale_range) as double) as value_min,
    cast(max(scale_range) as double) as value_max
from gaps
group by source_system

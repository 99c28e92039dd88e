{{ config(schema="intermediate") }}

{%- set respondent = "source_system, wave_number, respondent_key, product_key" %}

with
    answers as (select * from {{ ref("survey_answer") }}),

    counted as (select * from answers where answer_state = 'counted'),

    single as (
        select
            {{ respondent }},
            question_kind as measure_code,
            question_code,
            'overall' as dimension_code,
            'counted' as measurement_state,
            case
                when question_kind = 'csat'
                then
                    case
                        when {{ is_favourable("question_kind", "score", "scale_min", "scale_max") }}
                        then 1
                        else 0
                    end
                when {{ is_favourable("question_kind", "score", "scale_min", "scale_max") }}
                then 100
                when {{ is_unfavourable("question_kind", "score", "scale_min", "scale_max") }}
                then -100
                else 0
            end as measured_value,
            {{ is_favourable("question_kind", "score", "scale_min", "scale_max") }} as is_favourable,
            {{ is_unfavourable("question_kind", "score", "scale_min", "scale_max") }} as is_unfavourable,
            cast(null as double) as expectation,
            cast(null as double) as perception
        from counted
        where question_kind in ('csat', 'nps')
    )

select
    {{ respondent }},
    measure_code,
    question_code,
    dimension_code,
    measurement_state,
    cast(measured_value as double) as measured_value,
    is_favourable,
    is_unfavourable,
    expectation,
    perception
from single
union all
select
    {{ respondent }},
    measure_code,
    measure_code as question_code,
    dimension_code,
    measurement_state,
    measured_value,
    cast(null as boolean) as is_favourable,
    cast(null as boolean) as is_unfavourable,
    expectation,
    perception
from {{ ref("survey_composite") }}
union all
-- Answers that do not count stand beside the figure that they would have been part of.
select
    {{ respondent }},
    measures.measure_code,
    measures.question_code,
    measures.dimension_code,
    answers.answer_state as measurement_state,
    cast(null as double) as measured_value,
    cast(null as boolean) as is_favourable,
    cast(null as boolean) as is_unfavourable,
    cast(null as double) as expectation,
    cast(null as double) as perception
from answers
inner join {{ ref("survey_measure") }} as measures using (source_system)
where
    answers.answer_state <> 'counted'
    and (
        (answers.question_kind = measures.measure_code and answers.question_code = measures.question_code)
        or (answers.question_kind = 'acsi' and measures.measure_code = 'acsi')
        or (
            answers.question_kind in ('servqual_expectation', 'servqual_perception')
            and measures.measure_code = 'servqual_gap'
            and measures.dimension_code in (answers.dimension_code, 'overall')
        )
    )

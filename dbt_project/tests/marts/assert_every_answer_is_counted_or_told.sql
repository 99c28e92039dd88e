-- An answer that vanishes is a voice that is not heard: the answers to a question
-- are those in its figure and those that are told beside it, and every scheme of
-- segments and every kind of group has all of them.
{{ config(meta={"dagster": {"ref": {"name": "customer_satisfaction"}}}) }}
with
    answers as (
        select
            responses.source_system, responses.wave_number, responses.question_code, count(*) as answer_count
        from {{ ref("fct_survey_response") }} as responses
        inner join {{ ref("dim_survey_question") }} as questions using (source_system, question_code)
        inner join {{ ref("dim_survey_wave") }} as waves using (source_system, wave_number)
        where questions.question_kind in ('csat', 'nps')
        group by responses.source_system, responses.wave_number, responses.question_code
    ),

    figures as (
        select
            source_system,
            wave_number,
            question_code,
            group_type,
            response_count + off_scale_count + off_book_count + repeated_count as told_count
        from {{ ref("customer_satisfaction") }}
        where measure_code in ('csat', 'nps')
        union all
        select
            source_system,
            wave_number,
            question_code,
            scheme_code as group_type,
            response_count + off_scale_count + off_book_count + repeated_count as told_count
        from {{ ref("satisfaction_by_segment") }}
        where measure_code in ('csat', 'nps')
    ),

    told as (
        select source_system, wave_number, question_code, group_type, sum(told_count) as told_count
        from figures
        group by source_system, wave_number, question_code, group_type
    )

select told.*, answers.answer_count
from told
left join answers using (source_system, wave_number, question_code)
where told.told_count <> coalesce(answers.answer_count, 0)
union all
select answers.source_system, answers.wave_number, answers.question_code, 'all', null, answers.answer_count
from answers
left join told using (source_system, wave_number, question_code)
where told.question_code is null

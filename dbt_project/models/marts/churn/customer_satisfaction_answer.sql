{{ config(schema="intermediate") }}

-- one wave's answers of a customer on one scale from 0 to 1
with
    answers as (
        select
            responses.customer_key,
            responses.source_system,
            responses.wave_number,
            questions.question_kind,
            responses.response_date,
            (responses.score - questions.scale_min)
            / cast(questions.scale_max - questions.scale_min as double) as scaled_score
        from {{ ref("fct_survey_response") }} as responses
        inner join
            {{ ref("dim_survey_question") }} as questions
            on responses.source_system = questions.source_system
            and responses.question_code = questions.question_code
        where
            responses.customer_key <> -1
            and responses.response_date <= {{ as_of_date() }}
            and questions.question_kind in ('csat', 'nps', 'acsi', 'servqual_perception')
            and responses.score between questions.scale_min and questions.scale_max
    ),

    kinds as (
        select
            customer_key,
            source_system,
            wave_number,
            question_kind,
            max(response_date) as response_date,
            avg(scaled_score) as scaled_score
        from answers
        group by customer_key, source_system, wave_number, question_kind
    ),

    waves as (
        select
            customer_key,
            source_system,
            wave_number,
            max(response_date) as answer_date,
            max(case when question_kind = 'csat' then response_date end) as csat_date,
            max(case when question_kind = 'csat' then scaled_score end) as csat_score,
            avg(scaled_score) as satisfaction_score
        from kinds
        group by customer_key, source_system, wave_number
    )

select
    customer_key,
    source_system,
    wave_number,
    answer_date,
    cast(csat_score as decimal(12, 8)) as csat_score,
    cast(satisfaction_score as decimal(12, 8)) as satisfaction_score,
    case
        when csat_score >= 0.75
        then 'satisfied'
        when csat_score >= 0.5
        then 'neutral'
        when csat_score is not null
        then 'dissatisfied'
    end as satisfaction_level,
    lag(csat_date) over in_order as previous_csat_date,
    cast(lag(csat_score) over in_order as decimal(12, 8)) as previous_csat_score,
    cast(lag(satisfaction_score) over in_order as decimal(12, 8)) as previous_satisfaction_score
from waves
window in_order as (partition by customer_key order by answer_date, wave_number)

{{ config(schema="intermediate") }}

select
    responses.response_key,
    responses.customer_key,
    responses.response_date,
    case
        when
            {{
                is_favourable(
                    "questions.question_kind",
                    "responses.score",
                    "questions.scale_min",
                    "questions.scale_max",
                )
            }}
        then 1
        else 0
    end as is_satisfied
from {{ ref("fct_survey_response") }} as responses
inner join
    {{ ref("dim_survey_question") }} as questions
    on responses.source_system = questions.source_system
    and responses.question_code = questions.question_code
where
    questions.question_kind = 'csat'
    and responses.customer_key <> -1
    and responses.score between questions.scale_min and questions.scale_max

{{ config(schema="intermediate") }}

with
    customers as (
        select customer_key, onboarded_date, coalesce(closed_date, {{ open_end_date() }}) as closed_date
        from {{ ref("dim_customer") }}
        where is_current
    ),

    answers as (
        select
            responses.response_key,
            responses.source_system,
            responses.wave_number,
            responses.question_code,
            questions.question_kind,
            coalesce(questions.dimension_code, 'overall') as dimension_code,
            responses.customer_key,
            -- whoever is unknown cannot be told from the next unknown: each answer is somebody's own
            case
                when responses.customer_key = -1 then responses.response_key else responses.customer_key
            end as respondent_key,
            responses.product_key,
            responses.response_date,
            responses.score,
            questions.scale_min,
            questions.scale_max,
            case
                when responses.score not between questions.scale_min and questions.scale_max
                then 'off_scale'
                when
                    responses.response_date < customers.onboarded_date
                    or responses.response_date >= customers.closed_date
                then 'off_book'
                else 'counted'
            end as answer_state
        from {{ ref("fct_survey_response") }} as responses
        inner join
            {{ ref("dim_survey_question") }} as questions
            on responses.source_system = questions.source_system
            and responses.question_code = questions.question_code
        inner join customers on responses.customer_key = customers.customer_key
    ),

    ranked as (
        select
            *,
            row_number() over (
                partition by
                    source_system, wave_number, question_code, respondent_key, product_key, answer_state
                order by response_date desc, response_key desc
            ) as place
        from answers
    )

select
    response_key,
    source_system,
    wave_number,
    question_code,
    question_kind,
    dimension_code,
    customer_key,
    respondent_key,
    product_key,
    response_date,
    score,
    scale_min,
    scale_max,
    case when answer_state = 'counted' and place > 1 then 'repeated' else answer_state end as answer_state
from ranked

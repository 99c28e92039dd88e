{{ config(schema="intermediate") }}

-- what a customer last said of its banks: how many it has, and which place this bank takes among them
with
    answers as (
        select
            responses.source_system,
            responses.customer_key,
            responses.wave_number,
            max(responses.response_date) as answer_date,
            max(case when questions.question_kind = 'bank_rank' then responses.score end) as bank_rank,
            max(case when questions.question_kind = 'bank_count' then responses.score end) as bank_count
        from {{ ref("fct_survey_response") }} as responses
        inner join
            {{ ref("dim_survey_question") }} as questions
            on responses.source_system = questions.source_system
            and responses.question_code = questions.question_code
        where questions.question_kind in ('bank_rank', 'bank_count') and responses.customer_key <> -1
        group by responses.source_system, responses.customer_key, responses.wave_number
    ),

    in_order as (
        select
            *,
            row_number() over (
                partition by customer_key order by answer_date desc, wave_number desc
            ) as answer_place
        from answers
    )

select
    source_system,
    customer_key,
    answer_date,
    cast(bank_rank as integer) as bank_rank,
    cast(bank_count as integer) as bank_count,
    case
        when bank_rank is null or bank_count is null
        then 'rank_or_number_missing'
        when bank_rank < 1 or bank_rank > bank_count
        then 'rank_beyond_number'
    end as rank_missing_reason
from in_order
where answer_place = 1

{{ config(schema="intermediate") }}

with
    answers as (
        select
            responses.source_system,
            responses.wave_number,
            responses.question_code,
            questions.question_kind as measure_code,
            coalesce(customers.customer_type, 'unknown') as customer_type,
            case
                questions.question_kind
                when 'csat'
                then
                    responses.score - questions.scale_min
                    >= 0.75 * (questions.scale_max - questions.scale_min)
                else responses.score >= 9
            end as is_favourable,
            case
                questions.question_kind
                when 'csat'
                then responses.score - questions.scale_min < 0.5 * (questions.scale_max - questions.scale_min)
                else responses.score <= 6
            end as is_unfavourable
        from {{ ref("fct_survey_response") }} as responses
        inner join
            {{ ref("dim_survey_question") }} as questions
            on responses.source_system = questions.source_system
            and responses.question_code = questions.question_code
        left join
            {{ ref("dim_customer") }} as customers
            on responses.customer_version_key = customers.customer_version_key
        where questions.question_kind in ('csat', 'nps')
    ),

    grouped as (
        select *, 'all' as group_type, 'all' as group_code
        from answers
        union all
        select *, 'customer_type' as group_type, customer_type as group_code
        from answers
    )

select
    source_system,
    wave_number,
    question_code,
    measure_code,
    group_type,
    group_code,
    cast(count(*) as integer) as response_count,
    cast(sum(case when is_favourable then 1 else 0 end) as integer) as favourable_count,
    cast(sum(case when is_unfavourable then 1 else 0 end) as integer) as unfavourable_count
from grouped
group by source_system, wave_number, question_code, measure_code, group_type, group_code

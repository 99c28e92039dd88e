{{ config(schema="intermediate") }}

with
    months as (select * from {{ ref("churn_landmark_monthly") }}),

    answers as (
        select *
        from
            (
                select
                    months.customer_key,
                    months.month_end_date,
                    answers.satisfaction_score,
                    answers.satisfaction_score - answers.previous_satisfaction_score as satisfaction_change,
                    row_number() over (
                        partition by months.customer_key, months.month_end_date
                        order by answers.answer_date desc, answers.wave_number desc
                    ) as answer_number
                from months
                inner join
                    {{ ref("customer_satisfaction_answer") }} as answers
                    on months.customer_key = answers.customer_key
                    and answers.answer_date <= months.month_end_date
            ) as numbered
        where answer_number = 1
    ),

    complaints as (
        select months.customer_key, months.month_end_date, count(*) as complaint_count
        from months
        inner join
            {{ ref("fct_complaint") }} as complaints
            on months.customer_key = complaints.customer_key
            and complaints.opened_date <= months.month_end_date
            and complaints.opened_date > cast(
                {{
                    dbt.dateadd(
                        "month", "-cast(months.churn_evidence_months as integer)", "months.month_end_date"
                    )
                }} as date
            )
        group by months.customer_key, months.month_end_date
    ),

    manager_changes as (
        select distinct months.customer_key, months.month_end_date
        from months
        inner join
            {{ ref("bridge_customer_manager") }} as managers
            on months.customer_key = managers.customer_key
            and managers.valid_to <= months.month_end_date
            and managers.valid_to > cast(
                {{
                    dbt.dateadd(
                        "month", "-cast(months.churn_evidence_months as integer)", "months.month_end_date"
                    )
                }} as date
            )
    )

select
    months.customer_key,
    months.month_end_date,
    answers.satisfaction_score,
    answers.satisfaction_change,
    coalesce(complaints.complaint_count, 0) as complaint_count,
    case when manager_changes.customer_key is not null then 1 else 0 end as has_manager_change
from months
left join
    answers on months.customer_key = answers.customer_key and months.month_end_date = answers.month_end_date
left join
    complaints
    on months.customer_key = complaints.customer_key
    and months.month_end_date = complaints.month_end_date
left join
    manager_changes
    on months.customer_key = manager_changes.customer_key
    and months.month_end_date = manager_changes.month_end_date

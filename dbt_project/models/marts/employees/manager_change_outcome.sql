{{ config(schema="intermediate") }}

with
    candidates as (select * from {{ ref("manager_change_candidate") }}),

    deposits as (
        select
            customers.customer_key,
            customers.month_end_date,
            cast(coalesce(positions.deposit_amount, 0) as double) as deposit_amount
        from {{ ref("customer_month_end") }} as customers
        left join
            {{ ref("fct_customer_position_monthly") }} as positions
            on customers.customer_key = positions.customer_key
            and customers.month_end_date = positions.month_end_date
    ),

    closings as (select customer_key, closed_date from {{ ref("dim_customer") }} where is_current),

    answers as (
        select
            candidates.customer_key,
            candidates.month_end_date,
            answers.is_satisfied,
            answers.response_date,
            row_number() over (
                partition by candidates.customer_key, candidates.month_end_date
                order by answers.response_date, answers.response_key
            ) as place
        from candidates
        inner join
            {{ ref("csat_answer") }} as answers
            on candidates.customer_key = answers.customer_key
            and answers.response_date > candidates.month_end_date
            and answers.response_date <= {{ month_shifted("candidates.month_end_date", 6) }}
    ),

    outcomes as (
        {%- for outcome, from_month, to_month in [
            ("deposits_before", -2, -1),
            ("deposits_1_month", -1, 1),
            ("deposits_3_months", -1, 3),
            ("deposits_month_after", 0, 1),
        ] %}
            select
                candidates.customer_key,
                candidates.month_end_date,
                '{{ outcome }}' as outcome_code,
                last.month_end_date as outcome_date,
                first.deposit_amount as base,
                last.deposit_amount - first.deposit_amount as outcome
            from candidates
            inner join
                deposits as first
                on candidates.customer_key = first.customer_key
                and first.month_end_date = {{ month_shifted("candidates.month_end_date", from_month) }}
                and first.deposit_amount > 0
            inner join
                deposits as last
                on candidates.customer_key = last.customer_key
                and last.month_end_date = {{ month_shifted("candidates.month_end_date", to_month) }}
            union all
        {%- endfor %}
        select
            candidates.customer_key,
            candidates.month_end_date,
            'closed_within_6_months' as outcome_code,
            months.month_end_date as outcome_date,
            1 as base,
            case when closings.closed_date <= months.month_end_date then 1 else 0 end as outcome
        from candidates
        inner join closings on candidates.customer_key = closings.customer_key
        inner join
            {{ ref("fct_source_month") }} as months
            on candidates.source_system = months.source_system
            and months.month_end_date = {{ month_shifted("candidates.month_end_date", 6) }}
        union all
        select
            customer_key,
            month_end_date,
            'satisfied_within_6_months' as outcome_code,
            response_date as outcome_date,
            1 as base,
            is_satisfied as outcome
        from answers
        where place = 1
    )

select candidates.*, outcomes.outcome_code, outcomes.base, outcomes.outcome
from candidates
inner join
    outcomes
    on candidates.customer_key = outcomes.customer_key
    and candidates.month_end_date = outcomes.month_end_date
-- the next change of manager ends what can be told of this month, but for closings: who closes has no next
-- change
where
    outcomes.outcome_code = 'closed_within_6_months'
    or candidates.next_change_date is null
    or candidates.next_change_date > outcomes.outcome_date

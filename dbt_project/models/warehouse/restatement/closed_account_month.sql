{{ config(schema="intermediate") }}

with
    late as (
        select account_key, month_end_date, entity_code, learned_on
        from {{ ref("late_figure") }}
        union all
        select account_key, month_end_date, entity_code, learned_on
        from {{ ref("late_holding") }}
        union all
        select states.account_key, states.month_end_date, late_month.entity_code, late_month.learned_on
        from {{ ref("fct_account_month") }} as states
        inner join
            {{ ref("late_month") }} as late_month
            on states.source_system = late_month.source_system
            and states.month_end_date = late_month.month_end_date
            and (late_month.product_key is null or late_month.product_key = states.product_key)
    )

select
    late.account_key,
    numbers.source_system,
    late.month_end_date,
    months.closed_on,
    late.entity_code,
    max(late.learned_on) as learned_on
from late
inner join {{ ref("key_account") }} as numbers on late.account_key = numbers.account_key
inner join
    {{ ref("closed_month") }} as months
    on numbers.source_system = months.source_system
    and late.month_end_date = months.month_end_date
group by late.account_key, numbers.source_system, late.month_end_date, months.closed_on, late.entity_code

{{ config(schema="intermediate") }}

{#
  Customers at month ends a year apart, back from the last one: each with its latest answer up to then, what it brought
  in the year up to then, and whether it closed in the year that followed. Years do not overlap.
#}
with
    last_months as ({{ last_months() }}),

    cohorts as (
        select
            months.source_system,
            months.month_end_date,
            {{ dbt.datediff("months.month_end_date", "last_months.last_month_end_date", "month") }}
            as months_back
        from {{ ref("fct_source_month") }} as months
        inner join last_months on months.source_system = last_months.source_system
        where
            mod({{ dbt.datediff("months.month_end_date", "last_months.last_month_end_date", "month") }}, 12)
            = 0
    ),

    answers as (
        select
            cohorts.source_system,
            cohorts.month_end_date,
            answers.customer_key,
            answers.answer_date,
            answers.satisfaction_level,
            row_number() over (
                partition by cohorts.source_system, cohorts.month_end_date, answers.customer_key
                order by answers.answer_date desc, answers.wave_number desc
            ) as answer_number
        from cohorts
        inner join
            {{ ref("customer_satisfaction_answer") }} as answers
            on cohorts.source_system = answers.source_system
            and answers.answer_date <= cohorts.month_end_date
            and answers.satisfaction_level is not null
    )

select
    books.customer_key,
    books.source_system,
    books.month_end_date,
    case cohorts.months_back when 0 then 'current' when 12 then 'last_year' else 'earlier' end as cohort_code,
    coalesce(classes.class_code, 'unknown') as contribution_class_code,
    years.net_income_amount as contribution_year_amount,
    case
        when years.net_income_percentile is null
        then 'unknown'
        when years.net_income_percentile > 0.8
        then 'top_fifth'
        when years.net_income_percentile > 0.6
        then 'second_fifth'
        when years.net_income_percentile > 0.4
        then 'third_fifth'
        when years.net_income_percentile > 0.2
        then 'fourth_fifth'
        else 'bottom_fifth'
    end as contribution_band_code,
    coalesce(answers.satisfaction_level, 'no_answer') as satisfaction_level,
    answers.answer_date,
    case
        when cohorts.months_back > 0
        then
            case
                when
                    spells.closed_date
                    <=
                    {{ month_end("cast(" ~ dbt.dateadd("month", 12, "books.month_end_date") ~ " as date)") }}
                then 1
                else 0
            end
    end as is_lost
from cohorts
inner join
    {{ ref("customer_book_monthly") }} as books
    on cohorts.source_system = books.source_system
    and cohorts.month_end_date = books.month_end_date
inner join
    {{ ref("relationship_spell") }} as spells
    on books.customer_key = spells.customer_key
    and books.month_end_date >= spells.start_date
    and books.month_end_date < coalesce(spells.closed_date, {{ open_end_date() }})
left join
    {{ ref("contribution_year_monthly") }} as years
    on books.customer_key = years.customer_key
    and books.month_end_date = years.month_end_date
left join
    {{ ref("customer_class_monthly") }} as classes
    on books.customer_key = classes.customer_key
    and books.month_end_date = classes.month_end_date
left join
    answers
    on books.customer_key = answers.customer_key
    and books.month_end_date = answers.month_end_date
    and answers.answer_number = 1

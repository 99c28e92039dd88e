{{ config(schema="intermediate") }}

with
    last_months as ({{ last_months() }}),

    books as (
        select
            books.*,
            parameters.at_risk_top_share,
            parameters.at_risk_fall_share,
            years.net_income_amount,
            years.net_income_percentile
        from {{ ref("customer_book_monthly") }} as books
        inner join
            last_months
            on books.source_system = last_months.source_system
            and books.month_end_date = last_months.last_month_end_date
        inner join
            {{ ref("dim_parameter_monthly") }} as parameters
            on books.month_end_date = parameters.month_end_date
        inner join
            {{ ref("contribution_year_monthly") }} as years
            on books.customer_key = years.customer_key
            and books.month_end_date = years.month_end_date
        where years.net_income_percentile > 1 - parameters.at_risk_top_share and years.net_income_amount > 0
    ),

    answers as (
        select
            *,
            row_number() over (
                partition by customer_key order by answer_date desc, wave_number desc
            ) as answer_number
        from {{ ref("customer_satisfaction_answer") }}
        where csat_score is not null
    ),

    conditions as (
        select
            books.*,
            {{
                comparison(
                    "net_income_percentile",
                    "books.net_income_percentile",
                    ">",
                    "1 - books.at_risk_top_share",
                    4,
                )
            }}
            || ', net income of the year '
            || {{ readable_number("books.net_income_amount", 2) }} as contribution_reason,
            concat_ws(
                '; ',
                case
                    when answers.csat_score < answers.previous_csat_score
                    then
                        {{
                            comparison(
                                "csat of " ~ "' || answers.answer_date || '",
                                "answers.csat_score",
                                "<",
                                "answers.previous_csat_score",
                                2,
                            )
                        }} || ' of ' || answers.previous_csat_date
                end,
                case
                    when answers.satisfaction_level = 'dissatisfied'
                    then
                        'dissatisfied: '
                        || {{
                            comparison(
                                "csat of " ~ "' || answers.answer_date || '",
                                "answers.csat_score",
                                "<",
                                "0.5",
                                2,
                            )
                        }}
                end,
                case
                    when signals.complaint_count > 0
                    then
                        {{ comparison("complaints of the last months", "signals.complaint_count", ">", "0") }}
                end
            ) as satisfaction_reason,
            case
                when
                    books.is_judged
                    and cast(books.deposit_amount as decimal(28, 2)) * books.before_months
                    <= books.before_sum_amount * cast(1 - books.at_risk_fall_share as decimal(9, 8))
                then
                    {{
                        comparison(
                            "deposits",
                            "books.deposit_amount",
                            "<=",
                            rounded_product("books.before_mean_amount", "(1 - books.at_risk_fall_share)"),
                            2,
                        )
                    }}
                    || ' (mean of the months before '
                    || {{ readable_number("books.before_mean_amount", 2) }}
                    || ')'
            end as balance_reason
        from books
        left join answers on books.customer_key = answers.customer_key and answers.answer_number = 1
        inner join
            {{ ref("churn_signal_monthly") }} as signals
            on books.customer_key = signals.customer_key
            and books.month_end_date = signals.month_end_date
    )

select *
from conditions

{{ config(schema="intermediate") }}

-- what was known of a customer at a month end, and whether it closed within the horizon that followed
with
    last_months as ({{ last_months() }}),

    months as (
        select
            books.*,
            spells.start_date,
            spells.closed_date,
            last_months.last_month_end_date,
            parameters.churn_evidence_months,
            cast(parameters.churn_horizon_months as integer) as horizon_months,
            {{
                month_end(
                    "cast("
                    ~ dbt.dateadd(
                        "month", "cast(parameters.churn_horizon_months as integer)", "books.month_end_date"
                    )
                    ~ " as date)"
                )
            }} as horizon_end_date
        from {{ ref("customer_book_monthly") }} as books
        inner join
            {{ ref("relationship_spell") }} as spells
            on books.customer_key = spells.customer_key
            and books.month_end_date >= spells.start_date
            and books.month_end_date < coalesce(spells.closed_date, {{ open_end_date() }})
        inner join last_months on books.source_system = last_months.source_system
        inner join
            {{ ref("dim_parameter_monthly") }} as parameters
            on last_months.last_month_end_date = parameters.month_end_date
    )

select *
from months

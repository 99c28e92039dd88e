{{ config(schema="intermediate") }}

-- A quarter evens out single months; the same quarter of the year before has the same season.
{% set windows = {
    "quarter": "rows between 2 preceding and current row",
    "year_ago_quarter": "rows between 14 preceding and 12 preceding",
} %}

with
    sources as (
        select source_system, max(rows_count) > 0 as has_transactions
        from {{ ref("fct_source_coverage") }}
        where entity_code = 'transaction'
        group by source_system
    ),

    months as (
        select
            customers.customer_key,
            customers.source_system,
            customers.month_end_date,
            customers.onboarded_date,
            {{ dbt.datediff("customers.onboarded_date", "customers.month_end_date", "month") }}
            as months_on_book,
            coalesce(positions.deposit_amount, 0) as deposit_amount,
            greatest(coalesce(positions.deposit_amount, 0), 0)
            + coalesce(positions.exposure_amount, 0) as balance_amount,
            case
                when sources.has_transactions then coalesce(positions.customer_initiated_count, 0)
            end as transaction_count
        from {{ ref("customer_month_end") }} as customers
        left join
            {{ ref("fct_customer_position_monthly") }} as positions
            on customers.customer_key = positions.customer_key
            and customers.month_end_date = positions.month_end_date
        left join sources on customers.source_system = sources.source_system
    )

select
    customer_key,
    source_system,
    month_end_date,
    onboarded_date,
    months_on_book,
    cast(deposit_amount as decimal(18, 2)) as deposit_amount,
    cast(balance_amount as decimal(18, 2)) as balance_amount,
    cast(lag(balance_amount, 12) over in_order as decimal(18, 2)) as year_ago_balance_amount,
    cast(sum(transaction_count) over quarter as integer) as quarter_transaction_count,
    cast(count(transaction_count) over quarter as integer) as quarter_month_count,
    cast(sum(transaction_count) over year_ago_quarter as integer) as year_ago_transaction_count,
    cast(count(transaction_count) over year_ago_quarter as integer) as year_ago_month_count
from months
window
    in_order as (partition by customer_key order by month_end_date),
    {% for name, rows in windows.items() -%}
        {{ name }} as (partition by customer_key order by month_end_date {{ rows }})
        {{- "," if not loop.last }}
    {% endfor %}

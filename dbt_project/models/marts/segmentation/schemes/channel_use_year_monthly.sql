{{ config(schema="intermediate", materialized="view") }}

with
    -- months before a source delivered its first transaction are not known
    first_months as (
        select source_system, min(month_end_date) as first_month_end_date
        from {{ ref("channel_use_monthly") }}
        group by source_system
    ),

    use_months as (
        select
            customers.customer_key,
            customers.source_system,
            customers.month_end_date,
            coalesce(channel_use.self_directed_count, 0) as self_directed_count,
            coalesce(channel_use.transaction_count, 0) as transaction_count,
            case
                when customers.month_end_date >= first_months.first_month_end_date then 1 else 0
            end as is_known
        from {{ ref("customer_month_end") }} as customers
        left join first_months on customers.source_system = first_months.source_system
        left join
            {{ ref("channel_use_monthly") }} as channel_use
            on customers.customer_key = channel_use.customer_key
            and customers.month_end_date = channel_use.month_end_date
        where customers.customer_type = 'individual'
    ),

    use_years as (
        select
            customer_key,
            source_system,
            month_end_date,
            cast(sum(self_directed_count) over trailing_year as integer) as self_directed_count,
            cast(sum(transaction_count) over trailing_year as integer) as transaction_count,
            cast(sum(is_known) over trailing_year as integer) as month_count
        from use_months
        window
            trailing_year as (
                partition by customer_key order by month_end_date rows between 11 preceding and current row
            )
    )

select
    *,
    cast(
        cast(self_directed_count as double) / nullif(transaction_count, 0) as decimal(12, 8)
    ) as self_directed_share
from use_years

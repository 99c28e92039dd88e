{{ config(schema="intermediate") }}

with
    customers as (
        select source_system, customer_key, min(origin_date) as origin_date
        from {{ ref("lifetime_customer") }}
        group by source_system, customer_key
    ),

    months as (
        select
            customers.source_system,
            holders.customer_key,
            {{ month_end("transactions.booking_month") }} as month_end_date,
            count(*) as transaction_count,
            max(transactions.booking_date) as last_date
        from {{ ref("fct_transaction") }} as transactions
        inner join
            {{ ref("bridge_account_holder") }} as holders
            on transactions.account_key = holders.account_key
            and {{ valid_on("holders", "transactions.booking_date") }}
        inner join customers on holders.customer_key = customers.customer_key
        where
            transactions.is_customer_initiated
            and holders.holder_role = 'primary'
            and transactions.booking_date > customers.origin_date
        group by customers.source_system, holders.customer_key, {{ month_end("transactions.booking_month") }}
    ),

    dates as (
        select
            source_system,
            fit_date,
            {{ year_before("fit_date") }} as year_before_date,
            coalesce(
                lag(fit_date) over (partition by source_system order by fit_date), {{ beginning_of_time() }}
            ) as previous_fit_date
        from {{ ref("lifetime_fit_date") }}
    ),

    -- a month counts once towards the whole history, and in each year that it lies in
    steps as (
        select
            dates.source_system,
            dates.fit_date,
            months.customer_key,
            sum(
                case
                    when months.month_end_date > dates.previous_fit_date then months.transaction_count else 0
                end
            ) as new_count,
            sum(
                case
                    when months.month_end_date > dates.year_before_date then months.transaction_count else 0
                end
            ) as year_count,
            max(months.last_date) as last_date
        from dates
        inner join
            months
            on dates.source_system = months.source_system
            and months.month_end_date <= dates.fit_date
            and months.month_end_date > least(dates.previous_fit_date, dates.year_before_date)
        group by dates.source_system, dates.fit_date, months.customer_key
    ),

    history as (
        select
            customers.*,
            coalesce(sum(steps.new_count) over so_far, 0) as frequency,
            max(steps.last_date) over so_far as last_date,
            coalesce(steps.year_count, 0) as year_count
        from {{ ref("lifetime_customer") }} as customers
        left join
            steps
            on customers.source_system = steps.source_system
            and customers.fit_date = steps.fit_date
            and customers.customer_key = steps.customer_key
        window
            so_far as (
                partition by customers.source_system, customers.customer_key
                order by customers.fit_date
                rows between unbounded preceding and current row
            )
    )

select
    source_system,
    fit_date,
    customer_key,
    customer_type,
    cast(frequency as bigint) as frequency,
    cast(coalesce({{ dbt.datediff("origin_date", "last_date", "day") }}, 0) as double) as recency_days,
    cast(greatest({{ dbt.datediff("origin_date", "fit_date", "day") }}, 0) as double) as age_days,
    cast(year_count as bigint) as transactions_12m
from history

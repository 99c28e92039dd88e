with
    first_dates as (
        select min(onboarded_date) as first_date
        from {{ ref("contract_customer") }}
        union all
        select min(opened_date) as first_date
        from {{ ref("contract_account") }}
        union all
        select min(booking_date) as first_date
        from {{ ref("contract_transaction") }}
        union all
        select min(rate_date) as first_date
        from {{ ref("contract_exchange_rate") }}
    ),
    bounds as (
        select
            cast(date_trunc('year', coalesce(min(first_date), {{ as_of_date() }})) as date) as first_day,
            cast(date_trunc('year', {{ as_of_date() }}) as date) as last_year
        from first_dates
    ),
    numbered as ({{ dbt.generate_series(100000) }}),
    days as (
        select
            cast(
                {{ dbt.dateadd("day", "numbered.generated_number - 1", "bounds.first_day") }} as date
            ) as date_day
        from bounds
        cross join numbered
        where
            {{ dbt.dateadd("day", "numbered.generated_number - 1", "bounds.first_day") }}
            < {{ dbt.dateadd("year", 1, "bounds.last_year") }}
    )
select
    cast(
        extract(year from date_day) * 10000
        + extract(month from date_day) * 100
        + extract(day from date_day) as integer
    ) as date_key,
    date_day,
    {{ month_start("date_day") }} as month_start_date,
    {{ month_end("date_day") }} as month_end_date,
    cast(extract(year from date_day) as integer) as year,
    cast(extract(quarter from date_day) as integer) as quarter,
    cast(extract(month from date_day) as integer) as month,
    cast({{ days_in_month("date_day") }} as integer) as days_in_month,
    date_day = {{ month_end("date_day") }} as is_month_end
from days

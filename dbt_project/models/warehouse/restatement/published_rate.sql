{{ config(schema="intermediate") }}

with
    late as (
        select distinct source_system, month_end_date
        from {{ ref("late_month") }}
        where entity_code = 'exchange_rate'
    ),

    -- the day before a month values the balance that it opens with
    days as (
        select
            months.source_system,
            months.month_end_date as closed_month_end_date,
            months.closed_on,
            dates.date_day as rate_date,
            late.month_end_date is not null as is_late
        from {{ ref("closed_month") }} as months
        inner join
            {{ ref("dim_date") }} as dates
            on dates.date_day >= {{ dbt.dateadd("day", -1, "months.month_start_date") }}
            and dates.date_day <= months.month_end_date
        left join
            late on months.source_system = late.source_system and months.month_end_date = late.month_end_date
    ),

    known as (
        select
            days.*,
            versions.from_currency_code as currency_code,
            versions.exchange_rate,
            row_number() over (
                partition by
                    versions.source_system,
                    versions.from_currency_code,
                    days.closed_month_end_date,
                    days.rate_date
                order by versions.rate_date desc, {{ delivery_order() }}
            ) as version_rank
        from days
        inner join
            {{ ref("contract_exchange_rate") }} as versions
            on days.source_system = versions.source_system
            and versions.rate_date <= days.rate_date
            and versions.delivered_on <= days.closed_on
        where
            days.is_late
            and versions.to_currency_code = {{ reporting_currency() }}
            and versions.from_currency_code <> {{ reporting_currency() }}
    )

select source_system, closed_month_end_date, rate_date, currency_code, exchange_rate
from known
where version_rank = 1
union all
select
    days.source_system,
    days.closed_month_end_date,
    days.rate_date,
    rates.from_currency_code,
    rates.exchange_rate
from days
inner join
    {{ ref("exchange_rate_daily") }} as rates
    on days.source_system = rates.source_system
    and days.rate_date = rates.rate_date
where not days.is_late and rates.from_currency_code <> {{ reporting_currency() }}
union all
select
    source_system,
    closed_month_end_date,
    rate_date,
    {{ reporting_currency() }} as currency_code,
    cast(1 as decimal(12, 8)) as exchange_rate
from days

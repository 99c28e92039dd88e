with
    month_ends as (
        select distinct month_end_date from {{ ref("dim_date") }} where month_end_date <= {{ as_of_date() }}
    ),

    sources as (select distinct source_system from {{ ref("dim_account") }})

select
    rates.source_system,
    rates.from_currency_code as currency_code,
    month_ends.month_end_date,
    rates.exchange_rate,
    rates.valid_from,
    rates.valid_to
from month_ends
inner join {{ ref("fct_exchange_rate") }} as rates on {{ valid_on("rates", "month_ends.month_end_date") }}
where
    rates.to_currency_code = {{ reporting_currency() }}
    and rates.from_currency_code <> {{ reporting_currency() }}
union all
select
    sources.source_system,
    {{ reporting_currency() }} as currency_code,
    month_ends.month_end_date,
    cast(1 as decimal(12, 8)) as exchange_rate,
    cast(null as date) as valid_from,
    cast(null as date) as valid_to
from month_ends
cross join sources

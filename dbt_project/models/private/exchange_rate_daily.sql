-- By day, so that facts find their rate by equality.
select rate.source_system, rate.from_currency_code, calendar.date_day as rate_date, rate.exchange_rate
from {{ ref("fct_exchange_rate") }} as rate
inner join {{ ref("dim_date") }} as calendar on {{ valid_on("rate", "calendar.date_day") }}
where rate.to_currency_code = {{ reporting_currency() }}

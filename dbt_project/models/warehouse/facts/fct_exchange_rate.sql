with
    rates as (
        {{
            winners(
                ref("contract_exchange_rate"),
                ["source_system", "from_currency_code", "to_currency_code", "rate_date"],
            )
        }}
    )
select
    source_system,
    from_currency_code,
    to_currency_code,
    exchange_rate,
    rate_date as valid_from,
    coalesce(
        lead(rate_date) over (
            partition by source_system, from_currency_code, to_currency_code order by rate_date
        ),
        {{ open_end_date() }}
    ) as valid_to
from rates

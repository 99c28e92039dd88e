{{ config(schema="intermediate") }}

with late as ({{ late_versions(ref("contract_fee"), "fee_number", "value_date", "booking_date") }})

select
    {{ surrogate_key(["source_system", "fee_number"]) }} as fee_key,
    {{ surrogate_key(["source_system", "account_number"]) }} as account_key,
    source_system,
    closed_month_end_date,
    is_published,
    is_restated,
    learned_on,
    value_date,
    {{ month_end("value_date") }} as month_end_date,
    fee_kind,
    amount,
    currency_code
from late

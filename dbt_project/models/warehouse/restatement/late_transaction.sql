{{ config(schema="intermediate") }}

with
    late as (
        {{ late_versions(ref("contract_transaction"), "transaction_number", "booking_date", "booking_date") }}
    )

select
    {{ surrogate_key(["source_system", "transaction_number"]) }} as transaction_key,
    {{ surrogate_key(["source_system", "account_number"]) }} as account_key,
    source_system,
    closed_month_end_date,
    is_published,
    is_restated,
    learned_on,
    booking_date,
    {{ month_start("booking_date") }} as booking_month,
    {{ month_end("booking_date") }} as month_end_date,
    credit_debit_indicator,
    amount,
    currency_code,
    channel_code,
    purpose_code,
    is_customer_initiated
from late

{{ contract_rows("exchange_rate", event_date="rate_date") }}

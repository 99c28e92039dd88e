{{ contract_rows("market_share", event_date="period_end_date") }}

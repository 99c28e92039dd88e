{{ contract_rows("market_event", event_date="event_date") }}

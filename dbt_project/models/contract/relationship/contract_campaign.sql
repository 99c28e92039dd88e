{{ contract_rows("campaign", event_date="start_date") }}

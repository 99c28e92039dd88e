{{ contract_rows("account", event_date="opened_date") }}

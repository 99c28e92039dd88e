{{ contract_rows("complaint", event_date="opened_date") }}

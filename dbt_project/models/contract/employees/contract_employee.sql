{{ contract_rows("employee", event_date="hired_date") }}

{{ contract_rows("stated_need", event_date="stated_date") }}

{{ contract_rows("customer", event_date="onboarded_date") }}

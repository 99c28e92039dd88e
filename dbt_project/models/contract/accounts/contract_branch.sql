{{ contract_rows("branch", event_date="coalesce(opened_date, business_date)") }}

{{ contract_rows("loan", event_date="month_end_date") }}

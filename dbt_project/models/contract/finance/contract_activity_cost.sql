{{ contract_rows("activity_cost", event_date="month_end_date") }}

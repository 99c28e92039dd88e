{{ contract_rows("contribution_statement", event_date="month_end_date") }}

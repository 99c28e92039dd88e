{{ contract_rows("risk_parameter", event_date="month_end_date") }}

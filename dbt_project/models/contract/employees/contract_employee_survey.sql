{{ contract_rows("employee_survey", event_date="response_date") }}

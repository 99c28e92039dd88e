{{ contract_rows("survey_response", event_date="response_date") }}

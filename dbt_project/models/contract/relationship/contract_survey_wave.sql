{{ contract_rows("survey_wave", event_date="start_date") }}

{{ contract_rows("competitor_complaint", event_date="received_date") }}

{{ contract_rows("competitor_strength", event_date="assessed_date") }}

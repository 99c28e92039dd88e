{{ contract_rows("competitor_campaign", event_date="start_date") }}

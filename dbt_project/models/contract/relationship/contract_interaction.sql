{{ contract_rows("interaction", event_date="interaction_date") }}

{{ contract_rows("fee", event_date="booking_date") }}

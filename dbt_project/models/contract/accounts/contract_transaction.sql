{{ contract_rows("transaction", event_date="booking_date") }}

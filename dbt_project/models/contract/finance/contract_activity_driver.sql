{{ contract_rows("activity_driver", event_date="driver_from") }}

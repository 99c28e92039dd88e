{{ contract_rows("ledger", event_date="month_end_date") }}

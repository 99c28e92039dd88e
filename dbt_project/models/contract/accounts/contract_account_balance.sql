{{ contract_rows("account_balance", event_date="month_end_date") }}

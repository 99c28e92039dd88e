{{ contract_rows("customer_income", event_date="income_date") }}

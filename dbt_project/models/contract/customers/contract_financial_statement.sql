{{ contract_rows("financial_statement", event_date="fiscal_year_end_date") }}

{{ good_rows("demo", "financial_statement") }}

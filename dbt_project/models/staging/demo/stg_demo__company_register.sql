{{ good_rows("demo", "company_register") }}

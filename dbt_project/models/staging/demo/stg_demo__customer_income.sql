{{ good_rows("demo", "customer_income") }}

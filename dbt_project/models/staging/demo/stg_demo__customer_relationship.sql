{{ good_rows("demo", "customer_relationship") }}

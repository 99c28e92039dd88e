{{ good_rows("demo", "customer") }}

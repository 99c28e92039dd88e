{{ good_rows("demo", "account") }}

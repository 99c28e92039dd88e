{{ good_rows("demo", "fee") }}

{{ good_rows("demo", "product") }}

{{ good_rows("demo", "competitor") }}

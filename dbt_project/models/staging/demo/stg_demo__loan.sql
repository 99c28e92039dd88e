{{ good_rows("demo", "loan") }}

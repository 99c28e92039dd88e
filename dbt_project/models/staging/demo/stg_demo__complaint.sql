{{ good_rows("demo", "complaint") }}

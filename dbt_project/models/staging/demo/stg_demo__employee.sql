{{ good_rows("demo", "employee") }}

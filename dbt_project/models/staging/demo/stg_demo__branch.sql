{{ good_rows("demo", "branch") }}

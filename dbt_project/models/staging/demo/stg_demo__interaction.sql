{{ good_rows("demo", "interaction") }}

{{ good_rows("demo", "stated_need") }}

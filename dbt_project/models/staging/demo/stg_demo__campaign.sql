{{ good_rows("demo", "campaign") }}

{{ good_rows("demo", "competitor_strength") }}

{{ good_rows("demo", "competitor_campaign") }}

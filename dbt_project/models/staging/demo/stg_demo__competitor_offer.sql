{{ good_rows("demo", "competitor_offer") }}

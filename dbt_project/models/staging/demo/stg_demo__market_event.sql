{{ good_rows("demo", "market_event") }}

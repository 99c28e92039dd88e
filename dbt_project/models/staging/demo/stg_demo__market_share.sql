{{ good_rows("demo", "market_share") }}

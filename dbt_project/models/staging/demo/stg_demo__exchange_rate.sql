{{ good_rows("demo", "exchange_rate") }}

{{ good_rows("demo", "ledger") }}

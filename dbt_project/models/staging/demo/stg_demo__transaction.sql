{{ good_rows("demo", "transaction", missing=["reported_balance_amount"]) }}

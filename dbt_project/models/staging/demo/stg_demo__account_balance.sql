{{ good_rows("demo", "account_balance") }}

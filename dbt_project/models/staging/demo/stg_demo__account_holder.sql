{{ good_rows("demo", "account_holder") }}

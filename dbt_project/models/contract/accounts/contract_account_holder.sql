{{ contract_rows("account_holder") }}

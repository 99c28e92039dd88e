{{ contract_rows("product") }}

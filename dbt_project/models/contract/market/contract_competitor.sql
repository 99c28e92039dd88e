{{ contract_rows("competitor") }}

{{ contract_rows("company_register") }}

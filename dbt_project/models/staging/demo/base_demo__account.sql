{{ config(materialized="incremental", incremental_strategy="append") }}

{{
    stage(
        "demo",
        "account",
        [
            {"name": "account_number", "from": "account_id", "required": true},
            {"name": "iban", "valid": "iban"},
            {"name": "product_number", "from": "product_id", "required": true},
            {"name": "branch_number", "from": "branch_id", "required": true},
            {
                "name": "currency_code",
                "from": "currency",
                "required": true,
                "check": is_currency_code("currency_code"),
            },
            {"name": "interest_rate", "type": "decimal(12,8)"},
            {"name": "opened_date", "type": "date", "required": true},
            {"name": "closed_date", "type": "date"},
        ],
    )
}}

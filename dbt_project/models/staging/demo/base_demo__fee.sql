{{ config(materialized="incremental", incremental_strategy="append") }}

{{
    stage(
        "demo",
        "fee",
        [
            {"name": "fee_number", "from": "fee_id", "required": true},
            {"name": "account_number", "from": "account_id", "required": true},
            {"name": "booking_date", "type": "date", "required": true},
            {"name": "value_date", "type": "date", "required": true},
            {"name": "fee_type", "required": true},
            {"name": "fee_kind", "required": true, "domain": "fee|refund"},
            {"name": "amount", "type": "decimal(18,2)", "required": true, "check": "amount > 0"},
            {
                "name": "currency_code",
                "from": "currency",
                "required": true,
                "check": is_currency_code("currency_code"),
            },
        ],
    )
}}

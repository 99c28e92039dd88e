{{ config(materialized="incremental", incremental_strategy="append") }}

{{
    stage(
        "demo",
        "account_balance",
        [
            {"name": "account_number", "from": "account_id", "required": true},
            {"name": "month_end_date", "from": "month_end", "type": "date", "required": true},
            {
                "name": "end_balance_amount",
                "from": "end_balance",
                "type": "decimal(18,2)",
                "required": true,
            },
            {
                "name": "average_balance_amount",
                "from": "average_balance",
                "type": "decimal(18,2)",
                "required": true,
            },
            {
                "name": "currency_code",
                "from": "currency",
                "required": true,
                "check": is_currency_code("currency_code"),
            },
        ],
    )
}}

{{ config(materialized="incremental", incremental_strategy="append") }}

{{
    stage(
        "demo",
        "exchange_rate",
        [
            {"name": "rate_date", "type": "date", "required": true},
            {
                "name": "from_currency_code",
                "from": "from_currency",
                "required": true,
                "check": is_currency_code("from_currency_code"),
            },
            {
                "name": "to_currency_code",
                "from": "to_currency",
                "required": true,
                "check": is_currency_code("to_currency_code"),
            },
            {
                "name": "exchange_rate",
                "from": "rate",
                "type": "decimal(18,8)",
                "required": true,
                "check": "exchange_rate > 0",
            },
        ],
    )
}}

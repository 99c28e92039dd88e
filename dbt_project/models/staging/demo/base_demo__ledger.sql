{{ config(materialized="incremental", incremental_strategy="append") }}

{{
    stage(
        "demo",
        "ledger",
        [
            {"name": "month_end_date", "from": "month_end", "type": "date", "required": true},
            {"name": "line_code", "required": true},
            {
                "name": "currency_code",
                "from": "currency",
                "required": true,
                "check": is_currency_code("currency_code"),
            },
            {"name": "amount", "type": "decimal(18,2)", "required": true},
        ],
    )
}}

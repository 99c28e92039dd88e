{{ config(materialized="incremental", incremental_strategy="append") }}

{{
    stage(
        "demo",
        "customer_income",
        [
            {"name": "customer_number", "from": "customer_id", "required": true},
            {"name": "income_date", "type": "date", "required": true},
            {"name": "annual_income_amount", "type": "decimal(18,2)", "check": "annual_income_amount >= 0"},
            {"name": "wealth_amount", "type": "decimal(18,2)"},
            {
                "name": "currency_code",
                "from": "currency",
                "required": true,
                "check": is_currency_code("currency_code"),
            },
        ],
    )
}}

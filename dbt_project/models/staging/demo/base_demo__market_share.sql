{{ config(materialized="incremental", incremental_strategy="append") }}

{{
    stage(
        "demo",
        "market_share",
        [
            {"name": "period_end_date", "type": "date", "required": true},
            {"name": "product_group", "required": true, "domain": product_groups()},
            {"name": "region_code", "from": "region", "required": true},
            {"name": "competitor_number", "from": "competitor_id", "required": true},
            {
                "name": "volume_amount",
                "type": "decimal(18,2)",
                "required": true,
                "check": "volume_amount >= 0",
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

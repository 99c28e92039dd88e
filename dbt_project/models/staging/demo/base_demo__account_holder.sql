{{ config(materialized="incremental", incremental_strategy="append") }}

{{
    stage(
        "demo",
        "account_holder",
        [
            {"name": "account_number", "from": "account_id", "required": true},
            {"name": "customer_number", "from": "customer_id", "required": true},
            {"name": "holder_role", "required": true, "domain": "primary|joint"},
            {
                "name": "holder_share",
                "type": "decimal(12,8)",
                "required": true,
                "check": "holder_share > 0 and holder_share <= 1",
            },
        ],
    )
}}

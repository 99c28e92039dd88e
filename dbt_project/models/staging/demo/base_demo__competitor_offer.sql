{{ config(materialized="incremental", incremental_strategy="append") }}

{{
    stage(
        "demo",
        "competitor_offer",
        [
            {"name": "competitor_number", "from": "competitor_id", "required": true},
            {"name": "product_group", "required": true, "domain": product_groups()},
            {"name": "offer_from", "type": "date", "required": true},
            {"name": "offered_rate", "type": "decimal(12,8)"},
            {"name": "quality_score", "type": "decimal(18,2)"},
        ],
    )
}}

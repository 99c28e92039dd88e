{{ config(materialized="incremental", incremental_strategy="append") }}

{{
    stage(
        "demo",
        "competitor_campaign",
        [
            {"name": "campaign_number", "from": "campaign_id", "required": true},
            {"name": "competitor_number", "from": "competitor_id", "required": true},
            {"name": "campaign_name"},
            {"name": "product_group", "domain": product_groups()},
            {"name": "start_date", "type": "date", "required": true},
            {"name": "end_date", "type": "date"},
        ],
    )
}}

{{ config(materialized="incremental", incremental_strategy="append") }}

{{
    stage(
        "demo",
        "campaign",
        [
            {"name": "campaign_number", "from": "campaign_id", "required": true},
            {"name": "campaign_name"},
            {"name": "product_number", "from": "product_id"},
            {"name": "start_date", "type": "date", "required": true},
            {"name": "end_date", "type": "date"},
            {"name": "objective_code"},
        ],
    )
}}

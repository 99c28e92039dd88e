{{ config(materialized="incremental", incremental_strategy="append") }}

{{
    stage(
        "demo",
        "campaign_contact",
        [
            {"name": "contact_number", "from": "contact_id", "required": true},
            {"name": "campaign_number", "from": "campaign_id", "required": true},
            {"name": "customer_number", "from": "customer_id", "required": true},
            {"name": "contact_date", "type": "date", "required": true},
            {"name": "is_control", "type": "boolean", "required": true},
            {"name": "has_responded", "type": "boolean", "required": true},
        ],
    )
}}

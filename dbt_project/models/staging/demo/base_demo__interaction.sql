{{ config(materialized="incremental", incremental_strategy="append") }}

{{
    stage(
        "demo",
        "interaction",
        [
            {"name": "interaction_number", "from": "interaction_id", "required": true},
            {"name": "customer_number", "from": "customer_id", "required": true},
            {"name": "employee_number", "from": "employee_id"},
            {"name": "interaction_date", "type": "date", "required": true},
            {"name": "channel_code", "required": true},
            {"name": "topic_code"},
            {"name": "minutes_count", "type": "integer", "check": "minutes_count >= 0"},
        ],
    )
}}

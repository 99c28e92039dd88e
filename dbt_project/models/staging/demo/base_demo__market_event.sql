{{ config(materialized="incremental", incremental_strategy="append") }}

{{
    stage(
        "demo",
        "market_event",
        [
            {"name": "event_number", "from": "event_id", "required": true},
            {"name": "event_date", "type": "date", "required": true},
            {"name": "event_type", "required": true, "domain": "policy|merger|area_change|joint_venture"},
            {"name": "event_label"},
            {"name": "region_code", "from": "region"},
            {"name": "acquirer_number", "from": "acquirer_id"},
            {"name": "target_number", "from": "target_id"},
        ],
    )
}}

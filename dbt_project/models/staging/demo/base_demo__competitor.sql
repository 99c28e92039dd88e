{{ config(materialized="incremental", incremental_strategy="append") }}

{{
    stage(
        "demo",
        "competitor",
        [
            {"name": "competitor_number", "from": "competitor_id", "required": true},
            {"name": "competitor_name", "required": true},
            {"name": "competitor_type", "required": true},
            {"name": "region_code", "from": "region"},
            {"name": "parent_number", "from": "parent_id"},
        ],
    )
}}

{{ config(materialized="incremental", incremental_strategy="append") }}

{{
    stage(
        "demo",
        "competitor_strength",
        [
            {"name": "competitor_number", "from": "competitor_id", "required": true},
            {"name": "assessed_date", "type": "date", "required": true},
            {"name": "component_code", "required": true},
            {"name": "score", "type": "decimal(18,2)", "required": true},
        ],
    )
}}

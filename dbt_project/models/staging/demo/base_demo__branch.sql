{{ config(materialized="incremental", incremental_strategy="append") }}

{{
    stage(
        "demo",
        "branch",
        [
            {"name": "branch_number", "from": "branch_id", "required": true},
            {"name": "branch_name", "required": true},
            {"name": "region_code", "from": "region", "required": true},
            {"name": "city"},
            {"name": "opened_date", "type": "date"},
        ],
    )
}}

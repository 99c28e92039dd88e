{{ config(materialized="incremental", incremental_strategy="append") }}

{{
    stage(
        "demo",
        "activity_driver",
        [
            {"name": "activity_code", "required": true},
            {"name": "resource_pool", "required": true},
            {"name": "driver_code", "required": true},
            {
                "name": "minutes_per_unit",
                "type": "decimal(18,4)",
                "required": true,
                "check": "minutes_per_unit >= 0",
            },
            {"name": "driver_from", "from": "valid_from", "type": "date", "required": true},
        ],
    )
}}

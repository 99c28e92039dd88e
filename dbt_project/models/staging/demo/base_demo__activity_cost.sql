{{ config(materialized="incremental", incremental_strategy="append") }}

{{
    stage(
        "demo",
        "activity_cost",
        [
            {"name": "month_end_date", "from": "month_end", "type": "date", "required": true},
            {"name": "resource_pool", "required": true},
            {"name": "cost_amount", "type": "decimal(18,2)", "required": true, "check": "cost_amount >= 0"},
            {
                "name": "capacity_minutes",
                "type": "decimal(18,4)",
                "required": true,
                "check": "capacity_minutes > 0",
            },
        ],
    )
}}

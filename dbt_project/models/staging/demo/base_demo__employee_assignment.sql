{{ config(materialized="incremental", incremental_strategy="append") }}

{{
    stage(
        "demo",
        "employee_assignment",
        [
            {"name": "employee_number", "from": "employee_id", "required": true},
            {"name": "customer_number", "from": "customer_id", "required": true},
            {"name": "assigned_from", "from": "valid_from", "type": "date", "required": true},
            {"name": "assigned_to", "from": "valid_to", "type": "date"},
        ],
    )
}}

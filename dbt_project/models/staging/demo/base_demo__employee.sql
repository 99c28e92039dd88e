{{ config(materialized="incremental", incremental_strategy="append") }}

{{
    stage(
        "demo",
        "employee",
        [
            {"name": "employee_number", "from": "employee_id", "required": true},
            {"name": "employee_name"},
            {"name": "branch_number", "from": "branch_id", "required": true},
            {
                "name": "role_code",
                "required": true,
                "domain": "customer_manager|teller|branch_manager|advisor",
            },
            {"name": "hired_date", "type": "date", "required": true},
            {"name": "left_date", "type": "date"},
        ],
    )
}}

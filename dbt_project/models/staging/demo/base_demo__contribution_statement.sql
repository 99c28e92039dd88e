{{ config(materialized="incremental", incremental_strategy="append") }}

{{
    stage(
        "demo",
        "contribution_statement",
        [
            {"name": "customer_number", "from": "customer_id", "required": true},
            {"name": "month_end_date", "from": "month_end", "type": "date", "required": true},
            {"name": "net_income_amount", "type": "decimal(18,2)", "required": true},
        ],
    )
}}

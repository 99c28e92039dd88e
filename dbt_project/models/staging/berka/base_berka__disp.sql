{{ config(materialized="incremental", incremental_strategy="append") }}

{{
    stage(
        "berka",
        "disp",
        [
            {"name": "disposition_number", "from": "disp_id", "required": true},
            {"name": "customer_number", "from": "client_id", "required": true},
            {"name": "account_number", "from": "account_id", "required": true},
            {"name": "disposition_type", "from": "type", "required": true, "domain": "OWNER|DISPONENT"},
        ],
    )
}}

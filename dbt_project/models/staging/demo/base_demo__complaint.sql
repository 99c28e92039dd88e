{{ config(materialized="incremental", incremental_strategy="append") }}

{{
    stage(
        "demo",
        "complaint",
        [
            {"name": "complaint_number", "from": "complaint_id", "required": true},
            {"name": "customer_number", "from": "customer_id"},
            {"name": "product_number", "from": "product_id"},
            {"name": "opened_date", "type": "date", "required": true},
            {"name": "closed_date", "type": "date"},
            {"name": "cause_code", "required": true},
            {"name": "resolution_code"},
            {"name": "is_first_contact_resolved", "type": "boolean"},
            {"name": "complaint_text"},
        ],
    )
}}

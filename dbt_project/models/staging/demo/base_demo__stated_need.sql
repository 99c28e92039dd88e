{{ config(materialized="incremental", incremental_strategy="append") }}

{{
    stage(
        "demo",
        "stated_need",
        [
            {"name": "need_number", "from": "need_id", "required": true},
            {"name": "customer_number", "from": "customer_id", "required": true},
            {"name": "stated_date", "type": "date", "required": true},
            {"name": "product_group", "required": true, "domain": product_groups()},
            {"name": "note_text"},
        ],
    )
}}

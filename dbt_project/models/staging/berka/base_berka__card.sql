{{ config(materialized="incremental", incremental_strategy="append") }}

{{
    stage(
        "berka",
        "card",
        [
            {"name": "card_number", "from": "card_id", "required": true},
            {"name": "disposition_number", "from": "disp_id", "required": true},
            {"name": "card_type", "from": "type", "required": true, "domain": "classic|junior|gold"},
            {"name": "issued_date", "from": "issued", "type": "date_yymmdd", "required": true},
        ],
    )
}}

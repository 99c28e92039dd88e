{{ config(materialized="incremental", incremental_strategy="append") }}

{{
    stage(
        "demo",
        "product",
        [
            {"name": "product_number", "from": "product_id", "required": true},
            {"name": "product_name", "required": true},
            {"name": "product_name_zh"},
            {"name": "product_group", "required": true, "domain": product_groups()},
            {"name": "balance_side", "required": true, "domain": "deposit|loan|none"},
            {"name": "day_count", "required": true, "domain": "act/365|act/360|30/360"},
            {"name": "tenor_months", "type": "integer", "required": true, "check": "tenor_months >= 0"},
            {"name": "is_complex", "type": "boolean"},
            {"name": "is_self_directed", "type": "boolean"},
        ],
    )
}}

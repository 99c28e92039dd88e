{{ config(materialized="incremental", incremental_strategy="append") }}

{{
    stage(
        "berka",
        "client",
        [
            {"name": "customer_number", "from": "client_id", "required": true},
            {
                "name": "birth_number",
                "check": "birth_number is null or " ~ birth_number_date("birth_number") ~ " is not null",
            },
            {"name": "district_number", "from": "district_id"},
        ],
    )
}}

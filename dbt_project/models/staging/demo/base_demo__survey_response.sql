{{ config(materialized="incremental", incremental_strategy="append") }}

{{
    stage(
        "demo",
        "survey_response",
        [
            {"name": "response_number", "from": "response_id", "required": true},
            {"name": "wave_number", "from": "wave_id", "required": true},
            {"name": "customer_number", "from": "customer_id", "required": true},
            {"name": "question_code", "required": true},
            {"name": "response_date", "type": "date", "required": true},
            {"name": "score", "type": "integer", "required": true, "check": "score >= 0"},
            {"name": "product_number", "from": "product_id"},
        ],
    )
}}

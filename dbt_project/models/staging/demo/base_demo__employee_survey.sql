{{ config(materialized="incremental", incremental_strategy="append") }}

{{
    stage(
        "demo",
        "employee_survey",
        [
            {"name": "response_number", "from": "response_id", "required": true},
            {"name": "wave_number", "from": "wave_id", "required": true},
            {"name": "employee_number", "from": "employee_id", "required": true},
            {"name": "response_date", "type": "date", "required": true},
            {"name": "question_code", "required": true, "domain": "respected|satisfied"},
            {"name": "score", "type": "integer", "required": true, "check": "score >= 0"},
        ],
    )
}}

{{ config(materialized="incremental", incremental_strategy="append") }}

{{
    stage(
        "demo",
        "survey_wave",
        [
            {"name": "wave_number", "from": "wave_id", "required": true},
            {"name": "wave_name"},
            {"name": "start_date", "type": "date", "required": true},
            {"name": "end_date", "type": "date", "required": true},
            {"name": "method_code", "required": true, "domain": "census|sample|panel"},
            {"name": "mode_code", "required": true, "domain": "visit|form|questionnaire"},
            {"name": "frame_code"},
        ],
    )
}}

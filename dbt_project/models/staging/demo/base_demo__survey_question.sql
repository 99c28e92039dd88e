{{ config(materialized="incremental", incremental_strategy="append") }}

{{
    stage(
        "demo",
        "survey_question",
        [
            {"name": "question_code", "required": true},
            {"name": "question_label", "required": true},
            {"name": "question_label_zh"},
            {
                "name": "question_kind",
                "required": true,
                "domain": "csat|nps|acsi|servqual_expectation|servqual_perception|bank_count|bank_rank",
            },
            {"name": "dimension_code"},
            {"name": "scale_min", "type": "integer", "required": true},
            {"name": "scale_max", "type": "integer", "required": true},
        ],
    )
}}

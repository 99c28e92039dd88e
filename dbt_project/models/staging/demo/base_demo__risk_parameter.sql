{{ config(materialized="incremental", incremental_strategy="append") }}

{{
    stage(
        "demo",
        "risk_parameter",
        [
            {"name": "account_number", "from": "account_id", "required": true},
            {"name": "month_end_date", "from": "month_end", "type": "date", "required": true},
            {
                "name": "pd_rate",
                "type": "decimal(12,8)",
                "required": true,
                "check": "pd_rate between 0 and 1",
            },
            {"name": "lgd_rate", "type": "decimal(12,8)", "required": true, "check": "lgd_rate >= 0"},
            {"name": "ead_amount", "type": "decimal(18,2)", "required": true, "check": "ead_amount >= 0"},
            {
                "name": "risk_weight_rate",
                "type": "decimal(12,8)",
                "required": true,
                "check": "risk_weight_rate >= 0",
            },
        ],
    )
}}

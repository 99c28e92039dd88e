{{ config(materialized="incremental", incremental_strategy="append") }}

{{
    stage(
        "demo",
        "loan",
        [
            {"name": "account_number", "from": "account_id", "required": true},
            {"name": "month_end_date", "from": "month_end", "type": "date", "required": true},
            {
                "name": "original_amount",
                "type": "decimal(18,2)",
                "required": true,
                "check": "original_amount >= 0",
            },
            {
                "name": "outstanding_amount",
                "type": "decimal(18,2)",
                "required": true,
                "check": "outstanding_amount >= 0",
            },
            {"name": "limit_amount", "type": "decimal(18,2)", "check": "limit_amount >= 0"},
            {
                "name": "arrears_amount",
                "type": "decimal(18,2)",
                "required": true,
                "check": "arrears_amount >= 0",
            },
            {"name": "days_past_due", "type": "integer", "required": true, "check": "days_past_due >= 0"},
            {"name": "maturity_date", "type": "date"},
        ],
    )
}}

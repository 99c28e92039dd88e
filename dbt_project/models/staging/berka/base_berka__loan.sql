{{ config(materialized="incremental", incremental_strategy="append") }}

{{
    stage(
        "berka",
        "loan",
        [
            {"name": "loan_number", "from": "loan_id", "required": true},
            {"name": "account_number", "from": "account_id", "required": true},
            {"name": "granted_date", "from": "date", "type": "date_yymmdd", "required": true},
            {"name": "amount", "type": "decimal(18,2)", "required": true, "check": "amount > 0"},
            {
                "name": "duration_months",
                "from": "duration",
                "type": "integer",
                "required": true,
                "check": "duration_months > 0",
            },
            {
                "name": "instalment_amount",
                "from": "payments",
                "type": "decimal(18,2)",
                "required": true,
                "check": "instalment_amount > 0",
            },
            {"name": "final_status", "from": "status", "required": true, "domain": "A|B|C|D"},
        ],
    )
}}

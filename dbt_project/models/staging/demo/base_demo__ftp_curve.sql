{{ config(materialized="incremental", incremental_strategy="append") }}

{{
    stage(
        "demo",
        "ftp_curve",
        [
            {"name": "curve_date", "type": "date", "required": true},
            {
                "name": "currency_code",
                "from": "currency",
                "required": true,
                "check": is_currency_code("currency_code"),
            },
            {"name": "tenor_months", "type": "integer", "required": true, "check": "tenor_months >= 0"},
            {"name": "ftp_rate", "from": "rate", "type": "decimal(12,8)", "required": true},
        ],
    )
}}

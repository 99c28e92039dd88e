{{ config(materialized="incremental", incremental_strategy="append") }}

{{
    stage(
        "berka",
        "trans",
        [
            {"name": "transaction_number", "from": "trans_id", "required": true},
            {"name": "account_number", "from": "account_id", "required": true},
            {"name": "booking_date", "from": "date", "type": "date_yymmdd", "required": true},
            {"name": "transaction_type", "from": "type", "required": true, "domain": "PRIJEM|VYDAJ|VYBER"},
            {"name": "operation", "domain": "VKLAD|PREVOD Z UCTU|VYBER|PREVOD NA UCET|VYBER KARTOU"},
            {"name": "amount", "type": "decimal(18,2)", "required": true, "check": "amount > 0"},
            {
                "name": "reported_balance_amount",
                "from": "balance",
                "type": "decimal(18,2)",
                "required": true,
            },
            {
                "name": "purpose_symbol",
                "from": "k_symbol",
                "domain": "UROK|SANKC. UROK|SLUZBY|POJISTNE|SIPO|UVER|DUCHOD| ",
            },
            {"name": "counterparty_bank", "from": "bank"},
            {"name": "counterparty_account", "from": "account"},
        ],
    )
}}

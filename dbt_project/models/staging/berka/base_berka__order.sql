{{ config(materialized="incremental", incremental_strategy="append") }}

{{
    stage(
        "berka",
        "order",
        [
            {"name": "order_number", "from": "order_id", "required": true},
            {"name": "account_number", "from": "account_id", "required": true},
            {"name": "counterparty_bank", "from": "bank_to", "required": true},
            {"name": "counterparty_account", "from": "account_to"},
            {"name": "amount", "type": "decimal(18,2)", "required": true, "check": "amount > 0"},
            {"name": "purpose_symbol", "from": "k_symbol", "domain": "SIPO|UVER|POJISTNE|LEASING| "},
        ],
    )
}}

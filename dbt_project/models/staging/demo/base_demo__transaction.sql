{{ config(materialized="incremental", incremental_strategy="append") }}

{{
    stage(
        "demo",
        "transaction",
        [
            {"name": "transaction_number", "from": "transaction_id", "required": true},
            {"name": "account_number", "from": "account_id", "required": true},
            {"name": "booking_date", "type": "date", "required": true},
            {"name": "value_date", "type": "date", "required": true},
            {"name": "amount", "type": "decimal(18,2)", "required": true, "check": "amount > 0"},
            {
                "name": "credit_debit_indicator",
                "from": "credit_debit",
                "required": true,
                "domain": "CRDT|DBIT",
            },
            {
                "name": "currency_code",
                "from": "currency",
                "required": true,
                "check": is_currency_code("currency_code"),
            },
            {
                "name": "channel_code",
                "from": "channel",
                "required": true,
                "domain": "branch|atm|online|mobile|phone|system",
            },
            {
                "name": "purpose_code",
                "from": "purpose",
                "required": true,
                "domain": "salary|purchase|transfer|cash|interest|fee|fee_refund|loan_drawdown|"
                "loan_payment|investment|penalty_interest|insurance|household|pension|other",
            },
            {"name": "counterparty_bank"},
            {"name": "counterparty_account"},
            {"name": "is_customer_initiated", "type": "boolean", "required": true},
        ],
    )
}}

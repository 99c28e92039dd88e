{{ config(materialized="incremental", incremental_strategy="append") }}

{{
    stage(
        "demo",
        "financial_statement",
        [
            {"name": "customer_number", "from": "customer_id", "required": true},
            {"name": "fiscal_year_end_date", "type": "date", "required": true},
            {"name": "revenue_amount", "type": "decimal(18,2)"},
            {"name": "total_assets_amount", "type": "decimal(18,2)", "check": "total_assets_amount >= 0"},
            {"name": "employee_count", "type": "integer", "check": "employee_count >= 0"},
            {"name": "operating_cash_flow_amount", "type": "decimal(18,2)"},
            {"name": "investing_cash_flow_amount", "type": "decimal(18,2)"},
            {"name": "financing_cash_flow_amount", "type": "decimal(18,2)"},
            {
                "name": "currency_code",
                "from": "currency",
                "required": true,
                "check": is_currency_code("currency_code"),
            },
        ],
    )
}}

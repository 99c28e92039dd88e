{{ config(materialized="incremental", incremental_strategy="append") }}

{{
    stage(
        "demo",
        "company_register",
        [
            {"name": "register_number", "required": true},
            {"name": "company_name", "required": true},
            {"name": "industry_code"},
            {"name": "region_code", "from": "region"},
            {"name": "employee_count", "type": "integer", "check": "employee_count >= 0"},
            {"name": "revenue_amount", "type": "decimal(18,2)", "check": "revenue_amount >= 0"},
            {"name": "currency_code", "from": "currency", "check": is_currency_code("currency_code")},
        ],
    )
}}

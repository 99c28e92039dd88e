{{ config(materialized="incremental", incremental_strategy="append") }}

{{
    stage(
        "fdic_sod",
        "branch_deposit",
        [
            {
                "name": "survey_year",
                "from": "YEAR",
                "type": "integer",
                "required": true,
                "check": "survey_year between 1900 and 9999",
            },
            {"name": "certificate_number", "from": "CERT", "required": true},
            {"name": "branch_number", "from": "UNINUMBR", "required": true},
            {"name": "bank_name", "from": "NAMEFULL", "required": true},
            {"name": "bank_class", "from": "BKCLASS", "required": true, "domain": "N|NM|SM|SB|SL|OI"},
            {"name": "holding_number", "from": "RSSDHCR"},
            {"name": "holding_name", "from": "NAMEHCR"},
            {
                "name": "county_number",
                "from": "STCNTYBR",
                "type": "integer",
                "required": true,
                "check": "county_number between 1001 and 99999",
            },
            {"name": "county_name", "from": "CNTYNAMB", "required": true},
            {"name": "state_code", "from": "STALPBR", "required": true, "check": "length(state_code) = 2"},
            {"name": "service_type", "from": "BRSERTYP", "required": true},
            {
                "name": "deposit_thousands",
                "from": "DEPSUMBR",
                "type": "decimal(18,0)",
                "required": true,
                "check": "deposit_thousands >= 0",
            },
            {"name": "established_date", "from": "SIMS_ESTABLISHED_DATE", "type": "date_mdyyyy"},
        ],
    )
}}

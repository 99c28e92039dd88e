{{ config(materialized="incremental", incremental_strategy="append") }}

{{
    stage(
        "berka",
        "account",
        [
            {"name": "account_number", "from": "account_id", "required": true},
            {"name": "district_number", "from": "district_id", "required": true},
            {
                "name": "statement_frequency",
                "from": "frequency",
                "domain": "POPLATEK MESICNE|POPLATEK TYDNE|POPLATEK PO OBRATU",
            },
            {"name": "opened_date", "from": "date", "type": "date_yymmdd", "required": true},
        ],
    )
}}

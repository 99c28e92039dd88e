{{ config(materialized="incremental", incremental_strategy="append") }}

{{
    stage(
        "berka",
        "district",
        [
            {"name": "district_number", "from": "A1", "required": true},
            {"name": "district_name", "from": "A2", "required": true},
            {"name": "region_name", "from": "A3", "required": true},
            {"name": "inhabitants_count", "from": "A4", "type": "integer"},
            {"name": "municipalities_below_500_count", "from": "A5", "type": "integer"},
            {"name": "municipalities_500_to_1999_count", "from": "A6", "type": "integer"},
            {"name": "municipalities_2000_to_9999_count", "from": "A7", "type": "integer"},
            {"name": "municipalities_above_9999_count", "from": "A8", "type": "integer"},
            {"name": "cities_count", "from": "A9", "type": "integer"},
            {"name": "urban_percentage", "from": "A10"},
            {"name": "average_salary_amount", "from": "A11", "type": "decimal(18,2)"},
            {"name": "unemployment_1995", "from": "A12"},
            {"name": "unemployment_1996", "from": "A13"},
            {"name": "entrepreneurs_per_1000", "from": "A14"},
            {"name": "crimes_1995", "from": "A15"},
            {"name": "crimes_1996", "from": "A16"},
        ],
    )
}}

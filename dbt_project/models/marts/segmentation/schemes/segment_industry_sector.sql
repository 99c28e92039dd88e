{{ config(schema="intermediate") }} {{ industry_scheme("industry_sector", "industry_section", "sector_code") }}

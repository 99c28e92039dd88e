{{ config(schema="intermediate") }}
{{ industry_scheme("industry_outlook", "industry_outlook", "outlook_code") }}

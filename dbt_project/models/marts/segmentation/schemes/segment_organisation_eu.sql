{{ config(schema="intermediate") }}

{{ organisation_segments("organisation_eu", "company_size_eu_monthly", eu_size_reason()) }}

{{ config(schema="intermediate") }}

{{ organisation_segments("organisation", "company_size_monthly", national_size_reason()) }}

{{ config(materialized="incremental", incremental_strategy="append") }}

{{
    stage(
        "demo",
        "customer",
        [
            {"name": "customer_number", "from": "customer_id", "required": true},
            {
                "name": "customer_type",
                "required": true,
                "domain": "individual|corporate|public_body|financial_institution",
            },
            {"name": "full_name"},
            {"name": "national_id", "valid": "national_id"},
            {"name": "uscc", "valid": "uscc"},
            {"name": "lei", "valid": "lei"},
            {"name": "birth_date", "type": "date"},
            {"name": "gender", "domain": "female|male"},
            {"name": "marital_status", "domain": "single|married|divorced|widowed"},
            {"name": "children_count", "type": "integer", "check": "children_count >= 0"},
            {"name": "youngest_child_birth_date", "type": "date"},
            {"name": "employment_status", "domain": "employed|self_employed|unemployed|retired|student"},
            {"name": "residence_type", "domain": "urban|suburban|rural"},
            {"name": "residence_region"},
            {"name": "registration_country", "check": is_country_code("registration_country")},
            {
                "name": "foreign_ownership_share",
                "type": "decimal(12,8)",
                "check": "foreign_ownership_share between 0 and 1",
            },
            {"name": "industry_code"},
            {"name": "employee_count", "type": "integer", "check": "employee_count >= 0"},
            {"name": "branch_number", "from": "branch_id"},
            {"name": "onboarded_date", "type": "date", "required": true},
            {"name": "closed_date", "type": "date"},
            {"name": "closed_reason", "domain": "complaint|competition|other|none_given"},
            {"name": "phone"},
            {"name": "email"},
        ],
    )
}}

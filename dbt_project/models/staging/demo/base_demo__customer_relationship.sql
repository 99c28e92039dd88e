{{ config(materialized="incremental", incremental_strategy="append") }}

{{
    stage(
        "demo",
        "customer_relationship",
        [
            {"name": "customer_number", "from": "customer_id", "required": true},
            {"name": "related_customer_number", "from": "related_customer_id", "required": true},
            {
                "name": "relationship_type",
                "required": true,
                "domain": "household|ownership|supplier|referral",
            },
            {"name": "share", "type": "decimal(12,8)", "check": "share between 0 and 1"},
            {"name": "relationship_from", "from": "valid_from", "type": "date", "required": true},
            {"name": "relationship_to", "from": "valid_to", "type": "date"},
        ],
    )
}}

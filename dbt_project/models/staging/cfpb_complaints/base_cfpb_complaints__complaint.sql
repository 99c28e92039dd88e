{{ config(materialized="incremental", incremental_strategy="append") }}

{{
    stage(
        "cfpb_complaints",
        "complaint",
        [
            {"name": "received_date", "from": "Date received", "type": "date_mdyyyy", "required": true},
            {"name": "product_name", "from": "Product", "required": true},
            {"name": "sub_product_name", "from": "Sub-product"},
            {"name": "issue_name", "from": "Issue", "required": true},
            {"name": "company_name", "from": "Company", "required": true},
            {"name": "state_code", "from": "State"},
            {
                "name": "channel_name",
                "from": "Submitted via",
                "required": true,
                "domain": "Web|Referral|Phone|Postal mail|Fax|Email",
            },
            {"name": "sent_date", "from": "Date sent to company", "type": "date_mdyyyy"},
            {"name": "response_name", "from": "Company response to consumer"},
            {"name": "timely_answer", "from": "Timely response?", "domain": "Yes|No"},
            {"name": "disputed_answer", "from": "Consumer disputed?", "domain": "Yes|No"},
        ],
        equal_rows="different",
    )
}}

{{ contract_rows("campaign_contact", event_date="contact_date") }}

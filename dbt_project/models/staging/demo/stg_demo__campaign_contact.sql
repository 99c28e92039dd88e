{{ good_rows("demo", "campaign_contact") }}

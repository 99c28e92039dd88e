{{ contract_rows("competitor_branch", event_date="period_end_date") }}

{{ contract_rows("customer_relationship", event_date="relationship_from") }}

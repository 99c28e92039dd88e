{{ contract_rows("employee_assignment", event_date="assigned_from") }}

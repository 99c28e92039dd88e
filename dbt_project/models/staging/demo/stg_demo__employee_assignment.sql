{{ good_rows("demo", "employee_assignment") }}

{{ good_rows("demo", "employee_survey") }}

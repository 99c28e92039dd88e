{{ good_rows("demo", "risk_parameter") }}

{{ contract_rows("ftp_curve", event_date="curve_date") }}

{{ good_rows("demo", "ftp_curve") }}

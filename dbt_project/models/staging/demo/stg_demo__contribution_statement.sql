{{ good_rows("demo", "contribution_statement") }}

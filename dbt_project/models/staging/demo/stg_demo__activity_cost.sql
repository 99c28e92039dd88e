{{ good_rows("demo", "activity_cost") }}

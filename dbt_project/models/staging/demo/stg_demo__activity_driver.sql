{{ good_rows("demo", "activity_driver") }}

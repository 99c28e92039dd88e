{{ good_rows("demo", "survey_wave") }}

{{ good_rows("demo", "survey_response") }}

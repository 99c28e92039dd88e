{{ good_rows("demo", "survey_question") }}

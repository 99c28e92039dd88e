{{ contract_rows("survey_question") }}

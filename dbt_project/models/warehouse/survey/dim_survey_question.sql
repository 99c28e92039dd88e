with delivered as ({{ winners(ref("contract_survey_question"), ["source_system", "question_code"]) }})

select
    source_system,
    question_code,
    question_label,
    question_label_zh,
    question_kind,
    dimension_code,
    scale_min,
    scale_max
from delivered

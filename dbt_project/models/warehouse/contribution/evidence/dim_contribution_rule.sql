select
    line_code,
    rule_code,
    label_en,
    label_zh,
    kind as line_kind,
    sign_in_net_income,
    sort_order,
    basis,
    reference_table,
    reference_code,
    formula_en,
    formula_zh,
    source,
    valid_from,
    valid_to
from {{ ref("contribution_rule") }}

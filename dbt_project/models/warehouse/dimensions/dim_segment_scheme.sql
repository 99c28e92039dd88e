select scheme_code, label_en, label_zh, rule_en, rule_zh, source, sort_order, valid_from, valid_to
from {{ ref("segment_scheme") }}

select
    {{ surrogate_key(["scheme_code", "segment_code"]) }} as segment_key,
    scheme_code,
    segment_code,
    label_en,
    label_zh,
    sort_order
from {{ ref("segment") }}

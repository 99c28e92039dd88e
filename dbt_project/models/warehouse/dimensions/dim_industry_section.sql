select
    {{ surrogate_key(["industry_prefix", "valid_from"]) }} as industry_section_key,
    industry_prefix,
    section_code,
    label_en,
    label_zh,
    sector_code,
    isic_section_code,
    source,
    valid_from,
    valid_to
from {{ ref("industry_section") }}
where valid_from <= {{ as_of_date() }}

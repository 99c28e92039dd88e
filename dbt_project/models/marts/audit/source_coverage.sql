select
    coverage.source_system,
    coverage.entity_code,
    coverage.is_declared,
    coverage.rows_count > 0 as is_present,
    coverage.rows_count,
    coverage.first_business_date,
    coverage.last_business_date,
    case when coverage.rows_count = 0 then consequences.consequence end as consequence,
    {{ as_of_date() }} as as_of_date,
    {{ batch_id() }} as batch_id
from {{ ref("fct_source_coverage") }} as coverage
left join {{ ref("coverage_consequence") }} as consequences on coverage.entity_code = consequences.entity_code

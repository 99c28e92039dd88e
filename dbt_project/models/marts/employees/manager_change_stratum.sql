select
    source_system,
    outcome_code,
    month_end_date,
    customer_type,
    class_code,
    deposit_amount_band,
    months_on_book_band,
    treated_count,
    control_count,
    cast(treated_outcome / treated_base as decimal(18, 8)) as treated_value,
    cast(control_outcome / control_base as decimal(18, 8)) as control_value,
    control_count > 0 as is_matched,
    case when control_count = 0 then 'nobody to compare with' end as unmatched_reason,
    {{ as_of_date() }} as as_of_date,
    {{ batch_id() }} as batch_id
from {{ ref("manager_change_stratum_count") }}

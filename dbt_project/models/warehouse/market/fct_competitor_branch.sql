with
    delivered as (
        {{ competitor_rows("competitor_branch", ["source_system", "period_end_date", "branch_number"]) }}
    )

select
    source_system,
    period_end_date,
    branch_number,
    competitor_key,
    region_code,
    state_code,
    product_group,
    volume_amount,
    currency_code,
    service_type,
    opened_date,
    opened_date_basis
from delivered

with delivered as ({{ competitor_rows("competitor_campaign", ["source_system", "campaign_number"]) }})

select
    {{ surrogate_key(["source_system", "campaign_number"]) }} as campaign_key,
    source_system,
    competitor_key,
    campaign_name,
    product_group,
    start_date,
    case when end_date <= {{ as_of_date() }} then end_date end as end_date,
    cast({{ dbt.datediff("start_date", "end_date", "day") }} + 1 as integer) as planned_days_count
from delivered

with
    delivered as ({{ winners(ref("contract_competitor_campaign"), ["source_system", "campaign_number"]) }}),

    keyed as (
        select
            *,
            {{ surrogate_key(["source_system", "campaign_number"]) }} as campaign_key,
            {{ surrogate_key(["source_system", "competitor_number"]) }} as delivered_competitor_key
        from delivered
    )

select
    keyed.campaign_key,
    keyed.source_system,
    coalesce(competitors.competitor_key, -1) as competitor_key,
    keyed.campaign_name,
    keyed.product_group,
    keyed.start_date,
    case when keyed.end_date <= {{ as_of_date() }} then keyed.end_date end as end_date,
    cast({{ dbt.datediff("keyed.start_date", "keyed.end_date", "day") }} + 1 as integer) as planned_days_count
from keyed
left join
    {{ ref("dim_competitor") }} as competitors on keyed.delivered_competitor_key = competitors.competitor_key

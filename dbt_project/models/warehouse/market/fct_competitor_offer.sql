with
    delivered as (
        {{
            winners(
                ref("contract_competitor_offer"),
                ["source_system", "competitor_number", "product_group", "offer_from"],
            )
        }}
    ),

    keyed as (
        select *, {{ surrogate_key(["source_system", "competitor_number"]) }} as delivered_competitor_key
        from delivered
    )

select
    keyed.source_system,
    coalesce(competitors.competitor_key, -1) as competitor_key,
    keyed.product_group,
    keyed.offer_from,
    keyed.offered_rate,
    keyed.quality_score
from keyed
left join
    {{ ref("dim_competitor") }} as competitors on keyed.delivered_competitor_key = competitors.competitor_key

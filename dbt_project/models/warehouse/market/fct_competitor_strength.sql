with
    delivered as (
        {{
            winners(
                ref("contract_competitor_strength"),
                ["source_system", "competitor_number", "assessed_date", "component_code"],
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
    keyed.assessed_date,
    keyed.component_code,
    keyed.score
from keyed
left join
    {{ ref("dim_competitor") }} as competitors on keyed.delivered_competitor_key = competitors.competitor_key

with
    winners as (
        {{
            winners(
                ref("contract_market_share"),
                ["source_system", "period_end_date", "product_group", "region_code", "competitor_number"],
            )
        }}
    ),
    keyed as (
        select *, {{ surrogate_key(["source_system", "competitor_number"]) }} as delivered_competitor_key
        from winners
    )
select
    keyed.source_system,
    keyed.period_end_date,
    keyed.product_group,
    keyed.region_code,
    coalesce(competitor.competitor_key, -1) as competitor_key,
    keyed.volume_amount,
    keyed.currency_code,
    {{ reporting_amount("keyed.volume_amount", "keyed.currency_code") }} as reporting_volume_amount
from keyed
left join
    {{ ref("dim_competitor") }} as competitor on keyed.delivered_competitor_key = competitor.competitor_key
    {{ join_reporting_rate("keyed", "keyed.currency_code", "keyed.period_end_date") }}

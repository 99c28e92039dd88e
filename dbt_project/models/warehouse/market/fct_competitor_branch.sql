with
    winners as (
        {{
            winners(
                ref("contract_competitor_branch"),
                ["source_system", "period_end_date", "branch_number"],
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
    keyed.branch_number,
    coalesce(competitor.competitor_key, -1) as competitor_key,
    keyed.region_code,
    keyed.state_code,
    keyed.product_group,
    keyed.volume_amount,
    keyed.currency_code,
    keyed.service_type,
    keyed.opened_date,
    keyed.opened_date_basis
from keyed
left join
    {{ ref("dim_competitor") }} as competitor on keyed.delivered_competitor_key = competitor.competitor_key

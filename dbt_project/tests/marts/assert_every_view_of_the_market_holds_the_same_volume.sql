-- Counties, states and the country, banks and holdings, and the branches below
-- them are views of one volume: what one of them lacks is lost, what it has too
-- much is counted twice, and every share in it is wrong.
{{ config(meta={"dagster": {"ref": {"name": "market_share"}}}) }}
with
    told as (
        select
            source_system, period_end_date, product_group, currency_code, sum(volume_amount) as volume_amount
        from {{ ref("fct_market_share") }}
        group by source_system, period_end_date, product_group, currency_code
    ),

    seen as (
        select
            source_system,
            period_end_date,
            product_group,
            currency_code,
            region_level || ' ' || participant_level as view_name,
            sum(volume_amount) as volume_amount
        from {{ ref("market_share") }}
        group by source_system, period_end_date, product_group, currency_code, region_level, participant_level
        union all
        select
            source_system,
            period_end_date,
            product_group,
            currency_code,
            'branch' as view_name,
            sum(volume_amount) as volume_amount
        from {{ ref("fct_competitor_branch") }}
        group by source_system, period_end_date, product_group, currency_code
    )

select told.*, seen.view_name, seen.volume_amount as seen_amount
from told
full outer join
    seen
    on told.source_system = seen.source_system
    and told.period_end_date = seen.period_end_date
    and told.product_group = seen.product_group
    and told.currency_code = seen.currency_code
where told.volume_amount is distinct from seen.volume_amount

with
    sides as (
        select source_system, product_group, max(balance_side) as balance_side
        from {{ ref("dim_product") }}
        group by source_system, product_group
        having min(balance_side) = max(balance_side)
    ),

    compared as (
        select
            standing.*,
            sides.balance_side,
            avg(case when not is_own_bank then offered_rate end) over in_market as market_rate,
            avg(case when not is_own_bank then cast(quality_score as double) end) over in_market
            as market_quality,
            count(case when not is_own_bank then offered_rate end) over in_market as priced_count
        from {{ ref("standing_offer") }} as standing
        left join
            sides
            on standing.source_system = sides.source_system
            and standing.product_group = sides.product_group
        window
            in_market as (partition by standing.source_system, standing.product_group, standing.position_date)
    ),

    placed as (
        select
            *,
            case
                balance_side
                when 'deposit'
                then offered_rate - market_rate
                when 'loan'
                then market_rate - offered_rate
            end as price_advantage,
            quality_score - market_quality as quality_advantage
        from compared
    )

select
    source_system,
    product_group,
    position_date,
    competitor_key,
    competitor_name,
    is_own_bank,
    balance_side,
    offer_from,
    cast(offered_rate as decimal(12, 8)) as offered_rate,
    cast(market_rate as decimal(12, 8)) as market_mean_rate,
    cast(priced_count as integer) as priced_competitor_count,
    cast(round(price_advantage, 8) as decimal(12, 8)) as price_advantage_rate,
    quality_score,
    cast(market_quality as decimal(12, 6)) as market_mean_quality_score,
    cast(round(quality_advantage, 6) as decimal(12, 6)) as quality_advantage_score,
    case
        when price_advantage is null or quality_advantage is null
        then 'unknown'
        when round(price_advantage, 8) >= 0 and round(quality_advantage, 6) >= 0
        then 'better_price_better_quality'
        when round(price_advantage, 8) >= 0
        then 'better_price'
        when round(quality_advantage, 6) >= 0
        then 'better_quality'
        else 'neither'
    end as position_code,
    case
        when balance_side is null or balance_side not in ('deposit', 'loan')
        then 'the side of the product group is not known: a high rate may be a good or a bad price'
        when offered_rate is null and is_own_bank
        then 'no account of the product group was opened in the year before'
        when offered_rate is null
        then 'no rate was observed'
        when quality_score is null and is_own_bank
        then 'the quality of the own offer is not assessed by the source'
        when quality_score is null
        then 'the quality of the offer was not assessed'
    end as reason,
    {{ as_of_date() }} as as_of_date,
    {{ batch_id() }} as batch_id
from placed

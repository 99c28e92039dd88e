with
    strengths as (
        select
            source_system,
            competitor_key,
            max(strength_index) as strength_index,
            max(strength_rank) as strength_rank,
            max(assessed_date) as assessed_date
        from {{ ref("competitor_strength") }} as scores
        where
            assessed_date = (
                select max(others.assessed_date)
                from {{ ref("competitor_strength") }} as others
                where
                    others.source_system = scores.source_system
                    and others.competitor_key = scores.competitor_key
            )
        group by source_system, competitor_key
    ),

    latest_positions as (
        select *, max(position_date) over (partition by source_system, product_group) as last_position_date
        from {{ ref("competitor_positioning") }}
    ),

    positions as (
        select
            source_system,
            competitor_key,
            count(price_advantage_rate) as priced_group_count,
            sum(case when price_advantage_rate >= 0 then 1 else 0 end) as better_priced_group_count,
            sum(case when quality_advantage_score >= 0 then 1 else 0 end) as better_quality_group_count
        from latest_positions
        where position_date = last_position_date
        group by source_system, competitor_key
    ),

    campaigns as (
        select
            source_system,
            competitor_key,
            count(*) as campaign_count,
            sum(case when is_running then 1 else 0 end) as running_campaign_count
        from {{ ref("competitor_campaigns") }}
        where start_date > {{ dbt.dateadd("month", -12, as_of_date()) }}
        group by source_system, competitor_key
    )

select
    competitors.competitor_key,
    competitors.source_system,
    competitors.competitor_name,
    competitors.competitor_type,
    competitors.region_code as home_region_code,
    competitors.competitor_type = 'own_bank' as is_own_bank,
    volumes.period_end_date as market_date,
    volumes.currency_code,
    cast(volumes.volume_amount as decimal(28, 2)) as volume_amount,
    cast(volumes.share as decimal(12, 8)) as volume_share_rate,
    cast(volumes.volume_rank as integer) as volume_rank,
    cast(coalesce(volumes.product_group_count, 0) as integer) as product_group_count,
    cast(coalesce(volumes.region_count, 0) as integer) as region_count,
    volumes.largest_product_group,
    cast(volumes.largest_product_group_share as decimal(12, 8)) as largest_product_group_share_rate,
    strengths.assessed_date as strength_date,
    strengths.strength_index,
    strengths.strength_rank,
    cast(coalesce(positions.priced_group_count, 0) as integer) as priced_group_count,
    cast(coalesce(positions.better_priced_group_count, 0) as integer) as better_priced_group_count,
    cast(coalesce(positions.better_quality_group_count, 0) as integer) as better_quality_group_count,
    cast(coalesce(campaigns.campaign_count, 0) as integer) as year_campaign_count,
    cast(coalesce(campaigns.running_campaign_count, 0) as integer) as running_campaign_count,
    nullif(
        concat_ws(
            '; ',
            case when volumes.competitor_key is null then 'no market volume in one currency' end,
            case when strengths.competitor_key is null then 'strength was not assessed' end,
            case when positions.competitor_key is null then 'no offer is known' end
        ),
        ''
    ) as reason,
    {{ as_of_date() }} as as_of_date,
    {{ batch_id() }} as batch_id
from {{ ref("dim_competitor") }} as competitors
left join {{ ref("competitor_volume") }} as volumes on competitors.competitor_key = volumes.competitor_key
left join strengths on competitors.competitor_key = strengths.competitor_key
left join positions on competitors.competitor_key = positions.competitor_key
left join campaigns on competitors.competitor_key = campaigns.competitor_key
where competitors.competitor_key <> -1

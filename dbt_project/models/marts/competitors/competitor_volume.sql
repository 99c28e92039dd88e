{{ config(schema="intermediate") }}

with
    last_period as (
        select source_system, max(period_end_date) as period_end_date
        from {{ ref("fct_market_share") }}
        group by source_system
    ),

    -- one currency a source, else the volumes cannot be added up
    volumes as (
        select
            shares.source_system,
            shares.competitor_key,
            shares.product_group,
            last_period.period_end_date,
            sum(shares.volume_amount) as volume_amount,
            min(shares.currency_code) as currency_code,
            count(distinct shares.region_code) as region_count
        from {{ ref("fct_market_share") }} as shares
        inner join
            last_period
            on shares.source_system = last_period.source_system
            and shares.period_end_date = last_period.period_end_date
        group by
            shares.source_system, shares.competitor_key, shares.product_group, last_period.period_end_date
        having min(shares.currency_code) = max(shares.currency_code)
    ),

    placed as (
        select
            *,
            cast(volume_amount as double)
            / nullif(sum(volume_amount) over (partition by source_system, product_group), 0) as share,
            row_number() over (
                partition by source_system, competitor_key order by volume_amount desc, product_group
            ) as group_place
        from volumes
    ),

    market as (
        select
            source_system,
            competitor_key,
            max(period_end_date) as period_end_date,
            max(currency_code) as currency_code,
            sum(volume_amount) as volume_amount,
            max(region_count) as region_count,
            count(*) as product_group_count,
            max(case when group_place = 1 then product_group end) as largest_product_group,
            max(case when group_place = 1 then share end) as largest_product_group_share
        from placed
        group by source_system, competitor_key
    )

select
    *,
    cast(volume_amount as double) / nullif(sum(volume_amount) over (partition by source_system), 0) as share,
    rank() over (partition by source_system order by volume_amount desc) as volume_rank
from market

with
    markets as (select distinct source_system, region_code from {{ ref("contract_market_share") }}),

    -- Where the source tells branches, it also tells what its regions are and what they are part of.
    places as (
        select
            *,
            row_number() over (
                partition by source_system, region_code order by {{ version_order() }}
            ) as version_rank
        from {{ ref("contract_competitor_branch") }}
    ),

    regions as (
        select
            markets.source_system,
            markets.region_code,
            coalesce(places.region_name, markets.region_code) as region_name,
            coalesce(places.region_level, 'region') as region_level,
            places.state_code
        from markets
        left join
            places
            on markets.source_system = places.source_system
            and markets.region_code = places.region_code
            and places.version_rank = 1
    )
select
    source_system,
    region_code,
    region_level,
    region_code as level_region_code,
    region_name as level_region_name
from regions
union all
select
    source_system,
    region_code,
    'state' as region_level,
    state_code as level_region_code,
    state_code as level_region_name
from regions
where state_code is not null
union all
select
    source_system,
    region_code,
    'all' as region_level,
    'ALL' as level_region_code,
    'All regions' as level_region_name
from regions

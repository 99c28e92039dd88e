with
    -- Parents that are not competitors themselves, under the name told last.
    parents as (
        select
            *,
            row_number() over (
                partition by source_system, parent_number order by {{ version_order() }}
            ) as version_rank
        from {{ ref("contract_competitor") }}
        where parent_number is not null
    )
select
    competitor_key as holding_key,
    source_system,
    competitor_number as holding_number,
    competitor_name as holding_name,
    true as is_competitor
from {{ ref("dim_competitor") }}
union all
select
    {{ surrogate_key(["parents.source_system", "parents.parent_number"]) }} as holding_key,
    parents.source_system,
    parents.parent_number as holding_number,
    coalesce(parents.parent_name, parents.parent_number) as holding_name,
    false as is_competitor
from parents
left join
    {{ ref("dim_competitor") }} as competitors
    on parents.source_system = competitors.source_system
    and parents.parent_number = competitors.competitor_number
where parents.version_rank = 1 and competitors.competitor_key is null

with
    weighted as (
        select
            scores.source_system,
            scores.competitor_key,
            competitors.competitor_name,
            scores.assessed_date,
            scores.component_code,
            weights.component_label,
            weights.component_label_zh,
            scores.score,
            coalesce(weights.weight, 0) as weight,
            weights.source as weight_source
        from {{ ref("fct_competitor_strength") }} as scores
        inner join
            {{ ref("dim_competitor") }} as competitors on scores.competitor_key = competitors.competitor_key
        left join
            {{ ref("strength_weight") }} as weights
            on scores.component_code = weights.component_code
            and {{ valid_on("weights", "scores.assessed_date") }}
    ),

    totals as (
        select
            source_system,
            competitor_key,
            assessed_date,
            sum(weight) as covered_weight,
            cast(sum(weight * score) as double) / nullif(sum(weight), 0) as strength_index
        from weighted
        group by source_system, competitor_key, assessed_date
    ),

    ranked as (
        select
            *,
            case
                when strength_index is not null
                then
                    rank() over (
                        partition by source_system, assessed_date order by strength_index desc nulls last
                    )
            end as strength_rank,
            lag(strength_index) over (
                partition by source_system, competitor_key order by assessed_date
            ) as previous_strength_index
        from totals
    )

select
    weighted.source_system,
    weighted.competitor_key,
    weighted.competitor_name,
    weighted.assessed_date,
    weighted.component_code,
    weighted.component_label,
    weighted.component_label_zh,
    weighted.score,
    cast(weighted.weight as decimal(12, 8)) as component_weight,
    weighted.weight_source,
    cast(weighted.weight * weighted.score as decimal(12, 6)) as weighted_score,
    cast(ranked.covered_weight as decimal(12, 8)) as covered_weight,
    cast(ranked.strength_index as decimal(12, 6)) as strength_index,
    cast(ranked.strength_rank as integer) as strength_rank,
    cast(ranked.strength_index - ranked.previous_strength_index as decimal(12, 6)) as strength_index_change,
    case
        when ranked.covered_weight = 0
        then 'no component has a weight on the day of the assessment'
        when weighted.weight_source is null
        then 'the component has no weight on the day of the assessment'
    end as reason,
    {{ as_of_date() }} as as_of_date,
    {{ batch_id() }} as batch_id
from weighted
inner join
    ranked
    on weighted.source_system = ranked.source_system
    and weighted.competitor_key = ranked.competitor_key
    and weighted.assessed_date = ranked.assessed_date

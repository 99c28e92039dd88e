{{ config(schema="intermediate") }}

{%- set respondent = "source_system, wave_number, respondent_key, product_key" %}

with
    counted as (select * from {{ ref("survey_answer") }} where answer_state = 'counted'),

    -- The index of Fornell et al. 1996: weighted items from 0 at the lowest to 100 at the highest score.
    items as (
        select waves.source_system, waves.wave_number, items.item_code, items.weight
        from {{ ref("survey_wave_described") }} as waves
        inner join
            {{ ref("satisfaction_index_item") }} as items on {{ valid_on("items", "waves.wave_start_date") }}
    ),

    item_counts as (
        select source_system, wave_number, count(*) as item_count
        from items
        group by source_system, wave_number
    ),

    indices as (
        select
            {{ respondent }},
            count(distinct counted.dimension_code) as answered_count,
            100
            * {{
                exact_sum(
                    "cast(items.weight as double) * (counted.score - counted.scale_min)"
                    ~ " / nullif(counted.scale_max - counted.scale_min, 0)"
                )
            }}
            / {{ exact_sum("items.weight") }} as measured_value
        from counted
        inner join items using (source_system, wave_number)
        where counted.question_kind = 'acsi' and counted.dimension_code = items.item_code
        group by {{ respondent }}
    ),

    -- SERVQUAL of Parasuraman, Zeithaml & Berry 1988: perception less expectation of the same respondent.
    gaps as (
        select
            {{ respondent }},
            counted.dimension_code,
            avg(
                case when counted.question_kind = 'servqual_expectation' then counted.score end
            ) as expectation,
            avg(case when counted.question_kind = 'servqual_perception' then counted.score end) as perception
        from counted
        inner join {{ ref("survey_measure") }} as measures using (source_system)
        where
            counted.question_kind in ('servqual_expectation', 'servqual_perception')
            and measures.measure_code = 'servqual_gap'
            and measures.dimension_code = counted.dimension_code
        group by {{ respondent }}, counted.dimension_code
    ),

    asked as (
        select source_system, wave_number, count(distinct dimension_code) as dimension_count
        from gaps
        group by source_system, wave_number
    ),

    all_gaps as (
        select {{ respondent }}, dimension_code, expectation, perception, perception - expectation as gap
        from gaps
        union all
        select
            {{ respondent }},
            'overall' as dimension_code,
            {{ exact_mean("expectation") }} as expectation,
            {{ exact_mean("perception") }} as perception,
            case
                when count(perception - expectation) = max(asked.dimension_count)
                then {{ exact_mean("perception - expectation") }}
            end as gap
        from gaps
        inner join asked using (source_system, wave_number)
        group by {{ respondent }}
    )

select
    {{ respondent }},
    'acsi' as measure_code,
    'overall' as dimension_code,
    case when answered_count = item_count then 'counted' else 'incomplete' end as measurement_state,
    case when answered_count = item_count then measured_value end as measured_value,
    cast(null as double) as expectation,
    cast(null as double) as perception
from indices
inner join item_counts using (source_system, wave_number)
union all
select
    {{ respondent }},
    'servqual_gap' as measure_code,
    dimension_code,
    case when gap is null then 'incomplete' else 'counted' end as measurement_state,
    gap as measured_value,
    case when gap is not null then expectation end as expectation,
    case when gap is not null then perception end as perception
from all_gaps

{{ config(schema="intermediate") }}

{%- set figure = [
    "source_system",
    "wave_number",
    "group_type",
    "group_code",
    "measure_code",
    "question_code",
    "dimension_code",
] %}

with
    weights as (select * from {{ ref("survey_weight") }} where is_covered),

    measured as (
        select
            members.*,
            measured.measure_code,
            measured.question_code,
            measured.dimension_code,
            measured.measurement_state,
            measured.measured_value,
            measured.is_favourable,
            measured.is_unfavourable,
            measured.expectation,
            measured.perception,
            case when measured.measurement_state = 'counted' then cast(weights.weight as double) end as weight
        from {{ ref("survey_group_member") }} as members
        inner join
            {{ ref("survey_measurement") }} as measured
            on members.source_system = measured.source_system
            and members.wave_number = measured.wave_number
            and members.respondent_key = measured.respondent_key
            and members.product_key = measured.product_key
        left join
            weights
            on measured.source_system = weights.source_system
            and measured.wave_number = weights.wave_number
            and measured.measure_code = weights.measure_code
            and measured.question_code = weights.question_code
            and measured.dimension_code = weights.dimension_code
            and members.stratum_code = weights.stratum_code
    ),

    sums as (
        select
            {{ figure | join(", ") }},
            is_segment,
            max(group_label_en) as group_label_en,
            max(group_label_zh) as group_label_zh,
            {%- for state in ["counted", "off_scale", "off_book", "repeated", "incomplete"] %}
                cast(
                    sum(case when measurement_state = '{{ state }}' then 1 else 0 end) as integer
                ) as {{ "response" if state == "counted" else state }}_count,
            {%- endfor %}
            cast(sum(case when is_favourable then 1 else 0 end) as integer) as favourable_count,
            cast(sum(case when is_unfavourable then 1 else 0 end) as integer) as unfavourable_count,
            {%- for name in ["measured_value", "expectation", "perception"] %}
                {{ exact_mean(name) }} as {{ name }}_mean,
                {{ exact_variance(name, 12) }} as {{ name }}_variance,
            {%- endfor %}
            {{ exact_sum("weight") }} as weight_sum,
            {{ exact_sum("weight * weight") }} as weight_square_sum,
            {{ exact_sum("case when is_favourable then weight else 0 end") }} as favourable_weight,
            {{ exact_sum("case when is_unfavourable then weight else 0 end") }} as unfavourable_weight,
            {{ exact_sum("weight * measured_value") }} as weighted_sum,
            {{ exact_sum("weight * measured_value * measured_value") }} as weighted_square_sum
        from measured
        group by {{ figure | join(", ") }}, is_segment
    ),

    -- A wave that nobody answered is a finding: it has its rows, too.
    scaffold as (
        select
            waves.source_system,
            waves.wave_number,
            'all' as group_type,
            'all' as group_code,
            measures.measure_code,
            measures.question_code,
            measures.dimension_code
        from {{ ref("survey_wave_described") }} as waves
        inner join {{ ref("survey_measure") }} as measures using (source_system)
    )

select *
from sums
union all
select
    scaffold.*,
    false as is_segment,
    'All' as group_label_en,
    '全部' as group_label_zh,
    {% for _ in range(7) -%} 0, {% endfor -%}
    {% for _ in range(12) -%} cast(null as double){{ "," if not loop.last }} {% endfor %}
from scaffold
left join sums using ({{ figure | join(", ") }})
where sums.measure_code is null

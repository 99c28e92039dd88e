{# Whether an answer is among the upper two of five points (CSAT) or of eleven (NPS), on whatever scale was asked. #}
{% macro is_favourable(kind, score, scale_min, scale_max) -%}
    case
        {{ kind }}
        when 'csat'
        then 4 * ({{ score }} - {{ scale_min }}) >= 3 * ({{ scale_max }} - {{ scale_min }})
        when 'nps'
        then 10 * ({{ score }} - {{ scale_min }}) >= 9 * ({{ scale_max }} - {{ scale_min }})
    end
{%- endmacro %}

{# Whether it is below the middle of the scale (CSAT) or among the lower seven of eleven points (NPS). #}
{% macro is_unfavourable(kind, score, scale_min, scale_max) -%}
    case
        {{ kind }}
        when 'csat'
        then 2 * ({{ score }} - {{ scale_min }}) < {{ scale_max }} - {{ scale_min }}
        when 'nps'
        then 10 * ({{ score }} - {{ scale_min }}) <= 6 * ({{ scale_max }} - {{ scale_min }})
    end
{%- endmacro %}

{#
  Standard error of a figure in its own unit. CSAT and NPS by their counts, means by the variance over respondents
  (of the population; the divisor n - 1 makes it that of a sample). n may be an effective number.
#}
{% macro satisfaction_error(favourable, unfavourable, n, variance) -%}
    case
        when measure_code = 'csat' and {{ n }} > 0
        then sqrt({{ favourable }} * ({{ n }} - {{ favourable }}) / power(cast({{ n }} as double), 3))
        when measure_code = 'nps'
        then {{ nps_standard_error_points(favourable, unfavourable, n) }}
        when measure_code not in ('csat', 'nps') and {{ n }} > 1
        then sqrt({{ variance }} / ({{ n }} - 1))
    end
{%- endmacro %}

{#
  Bound of the interval: Wilson for CSAT, normal for NPS, Student for means, held within the scale of the figure.
  NULL for NPS and means of one respondent, or whose standard error would be published as zero: it says nothing.
#}
{% macro satisfaction_bound(figure, error, favourable, n, side) -%}
    {%- set sign = "-" if side == "lower" else "+" -%}
    case
        when measure_code = 'csat'
        then {{ wilson_bound(favourable, n, "z", side) }}
        when {{ n }} > 1 and {{ error }} >= 0.000001
        then
            greatest(
                value_min,
                least(
                    value_max,
                    {{ figure }} {{ sign }} {{ error }} * case
                        when measure_code = 'nps' then z else {{ student_quantile("z", "(" ~ n ~ " - 1)") }}
                    end
                )
            )
    end
{%- endmacro %}

{# The figures of satisfaction with their wave, for the groups that a condition selects; `group` names type, code and label. #}
{% macro satisfaction_mart(selected, group) -%}
    with
        waves as (select * from {{ ref("survey_wave_described") }}),

        figures as (select * from {{ ref("survey_group_figures") }}),

        terms as (select * from {{ ref("survey_term") }}),

        coverage as (
            select
                source_system,
                wave_number,
                measure_code,
                question_code,
                dimension_code,
                sum(population_count) as population_count,
                sum(case when is_covered then population_count else 0 end) as covered_population_count,
                {{
                    dbt.listagg(
                        "case when not is_covered then stratum_code end", "', '", "order by stratum_code"
                    )
                }} as uncovered_strata
            from {{ ref("survey_weight") }}
            group by source_system, wave_number, measure_code, question_code, dimension_code
        )

    select
        figures.source_system,
        figures.wave_number,
        waves.wave_name,
        {%- for term in ["frame", "mode", "method"] %}
            waves.{{ term }}_code, waves.{{ term }}_label_en, waves.{{ term }}_label_zh,
        {%- endfor %}
        waves.wave_start_date,
        waves.wave_end_date,
        waves.is_wave_open,
        figures.measure_code,
        coalesce(measures.label_en, figures.measure_code) as measure_label_en,
        coalesce(measures.label_zh, figures.measure_code) as measure_label_zh,
        figures.question_code,
        figures.dimension_code,
        coalesce(dimensions.label_en, figures.dimension_code) as dimension_label_en,
        coalesce(dimensions.label_zh, figures.dimension_code) as dimension_label_zh,
        figures.group_type as {{ group[0] }},
        figures.group_code as {{ group[1] }},
        figures.group_label_en as {{ group[2] }}_en,
        figures.group_label_zh as {{ group[2] }}_zh,
        figures.unit_code,
        cast(figures.value_min as decimal(12, 6)) as value_min,
        cast(figures.value_max as decimal(12, 6)) as value_max,
        figures.response_count,
        figures.favourable_count,
        figures.unfavourable_count,
        figures.off_scale_count,
        figures.off_book_count,
        figures.repeated_count,
        figures.incomplete_count,
        figures.measure_value,
        figures.standard_error,
        figures.lower_bound,
        figures.upper_bound,
        figures.response_count < figures.minimum_responses as is_too_small,
        figures.reason,
        cast(figures.effective_count as decimal(18, 6)) as effective_response_count,
        figures.weighted_value,
        figures.weighted_standard_error,
        figures.weighted_lower_bound,
        figures.weighted_upper_bound,
        coalesce(figures.effective_count, 0) < figures.minimum_responses as is_weighted_too_small,
        figures.weighted_reason,
        cast(coalesce(coverage.population_count, 0) as integer) as population_count,
        cast(coalesce(coverage.covered_population_count, 0) as integer) as covered_population_count,
        coalesce(coverage.uncovered_strata, 'none') as uncovered_strata,
        {{ as_of_date() }} as as_of_date,
        {{ batch_id() }} as batch_id
    from figures
    inner join
        waves on figures.source_system = waves.source_system and figures.wave_number = waves.wave_number
    left join
        coverage
        on figures.source_system = coverage.source_system
        and figures.wave_number = coverage.wave_number
        and figures.measure_code = coverage.measure_code
        and figures.question_code = coverage.question_code
        and figures.dimension_code = coverage.dimension_code
    {%- for term in ["measure", "dimension"] %}
        left join
            terms as {{ term }}s
            on {{ term }}s.term_type = '{{ term }}'
            and figures.{{ term }}_code = {{ term }}s.term_code
            and {{ valid_on(term ~ "s", "waves.wave_start_date") }}
    {%- endfor %}
    where {{ selected }}
{%- endmacro %}

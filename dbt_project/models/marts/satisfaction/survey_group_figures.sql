{{ config(schema="intermediate") }}

with
    sums as (
        select
            sums.*,
            waves.z,
            waves.minimum_responses,
            measures.unit_code,
            measures.value_min,
            measures.value_max,
            sum(response_count + off_scale_count + off_book_count + repeated_count + incomplete_count) over (
                partition by source_system, wave_number
            ) as wave_answer_count,
            power(sums.weight_sum, 2) / sums.weight_square_sum as effective_count,
            sums.weighted_sum / sums.weight_sum as weighted_mean
        from {{ ref("survey_group_sums") }} as sums
        inner join {{ ref("survey_wave_described") }} as waves using (source_system, wave_number)
        inner join
            {{ ref("survey_measure") }} as measures using (
                source_system, measure_code, question_code, dimension_code
            )
    ),

    -- Shares times the effective number stand for counts (Kish 1965; Wilson with them: Franco et al. 2019).
    effective as (
        select
            *,
            least(effective_count, effective_count * favourable_weight / weight_sum) as effective_favourable,
            effective_count * unfavourable_weight / weight_sum as effective_unfavourable,
            greatest(0.0, weighted_square_sum / weight_sum - power(weighted_mean, 2)) as weighted_variance
        from sums
    ),

    errors as (
        select
            *,
            case
                when measure_code = 'nps'
                then {{ nps_points("favourable_count", "unfavourable_count", "response_count") }}
                else measured_value_mean
            end as figure,
            {{
                satisfaction_error(
                    "favourable_count", "unfavourable_count", "response_count", "measured_value_variance"
                )
            }} as error,
            {{
                satisfaction_error(
                    "effective_favourable", "effective_unfavourable", "effective_count", "weighted_variance"
                )
            }} as weighted_error
        from effective
    ),

    bounded as (
        select
            *,
            {%- for side in ["lower", "upper"] %}
                {{ satisfaction_bound("figure", "error", "favourable_count", "response_count", side) }}
                as {{ side }},
                {{
                    satisfaction_bound(
                        "weighted_mean", "weighted_error", "effective_favourable", "effective_count", side
                    )
                }} as weighted_{{ side }}
                {{- "," if not loop.last }}
            {%- endfor %}
        from errors
    )

select
    *,
    {%- for name, column in [
        ("measure_value", "figure"),
        ("standard_error", "error"),
        ("lower_bound", "lower"),
        ("upper_bound", "upper"),
        ("weighted_value", "weighted_mean"),
        ("weighted_standard_error", "weighted_error"),
        ("weighted_lower_bound", "weighted_lower"),
        ("weighted_upper_bound", "weighted_upper"),
    ] %}
        cast({{ column }} as decimal(12, 6)) as {{ name }},
    {%- endfor %}
    case
        when wave_answer_count = 0
        then 'no_response'
        when response_count = 0
        then 'no_valid_answer'
        when lower is null and response_count = 1
        then 'one_response'
        when lower is null
        then 'no_spread'
    end as reason,
    case
        when response_count = 0
        then 'no_response'
        when weight_sum is null
        then 'not_in_population'
        when weighted_lower is null and effective_count <= 1
        then 'one_response'
        when weighted_lower is null
        then 'no_spread'
    end as weighted_reason
from bounded

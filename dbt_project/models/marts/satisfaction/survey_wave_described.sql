{{ config(schema="intermediate") }}

with
    waves as (
        select
            source_system,
            wave_number,
            wave_name,
            coalesce(method_code, 'unknown') as method_code,
            coalesce(mode_code, 'unknown') as mode_code,
            coalesce(frame_code, 'unknown') as frame_code,
            start_date as wave_start_date,
            case
                when end_date <= {{ as_of_date() }} then end_date else {{ as_of_date() }}
            end as wave_end_date,
            coalesce(end_date > {{ as_of_date() }}, true) as is_wave_open
        from {{ ref("dim_survey_wave") }}
    ),

    terms as (select * from {{ ref("survey_term") }}),

    parameters as (select * from {{ ref("dim_parameter") }})

select
    waves.*,
    {%- for term in ["method", "mode", "frame"] %}
        coalesce({{ term }}s.label_en, waves.{{ term }}_code) as {{ term }}_label_en,
        coalesce({{ term }}s.label_zh, waves.{{ term }}_code) as {{ term }}_label_zh,
    {%- endfor %}
    quantiles.value as z,
    minima.value as minimum_responses
from waves
{%- for term in ["method", "mode", "frame"] %}
    left join
        terms as {{ term }}s
        on {{ term }}s.term_type = '{{ term }}'
        and waves.{{ term }}_code = {{ term }}s.term_code
        and {{ valid_on(term ~ "s", "waves.wave_start_date") }}
{%- endfor %}
{%- for name, code in [("quantiles", "confidence_z"), ("minima", "satisfaction_minimum_responses")] %}
    left join
        parameters as {{ name }}
        on {{ name }}.parameter_code = '{{ code }}'
        and {{ valid_on(name, "waves.wave_start_date") }}
{%- endfor %}

{#- name, unit, where the parameter is that of the model which is used -#}
{%- set closing_parameters = [
    ("alpha", "none", "converged"),
    ("beta", "none", "converged"),
    ("monthly_hazard", "fraction per month", "not converged"),
] -%}
{%- set usage_parameters = [
    ("r", "none"),
    ("alpha", "days"),
    ("s", "none"),
    ("beta", "days"),
    ("a", "none"),
    ("b", "none"),
] -%}

with
    closings as (
        {%- for parameter, unit, used in closing_parameters %}
            select
                source_system,
                fit_date,
                scope_code,
                segment_code,
                model_code,
                '{{ parameter }}' as parameter_code,
                '{{ unit }}' as unit,
                {{ parameter }} as estimate,
                {{ parameter }}_standard_error as standard_error,
                {{ parameter }}_lower as lower_bound,
                {{ parameter }}_upper as upper_bound,
                log_likelihood,
                converged,
                fit_basis,
                reason,
                exposure_months as observations
            from {{ ref("lifetime_survival_fit") }}
            where {{ used }} {{ "union all" if not loop.last }}
        {%- endfor %}
    ),

    usage as (
        {%- for parameter, unit in usage_parameters %}
            select
                source_system,
                fit_date,
                'usage' as scope_code,
                customer_type as segment_code,
                model_code,
                '{{ parameter }}' as parameter_code,
                '{{ unit }}' as unit,
                {{ parameter }} as estimate,
                {{ parameter }}_standard_error as standard_error,
                {{ parameter }}_lower as lower_bound,
                {{ parameter }}_upper as upper_bound,
                log_likelihood,
                converged,
                fit_basis,
                reason,
                observations
            from {{ ref("lifetime_usage_fit") }}
            where {{ parameter }} is not null
            union all
        {%- endfor %}
        -- a customer's own rate carried forward has no parameter to share
        select
            source_system,
            fit_date,
            'usage' as scope_code,
            customer_type as segment_code,
            model_code,
            'none' as parameter_code,
            'none' as unit,
            null as estimate,
            null as standard_error,
            null as lower_bound,
            null as upper_bound,
            null as log_likelihood,
            converged,
            fit_basis,
            reason,
            observations
        from {{ ref("lifetime_usage_fit") }}
        where model_code = 'constant_rate'
    )

select
    source_system,
    fit_date,
    scope_code,
    segment_code,
    model_code,
    parameter_code,
    unit,
    estimate,
    standard_error,
    lower_bound,
    upper_bound,
    log_likelihood,
    converged,
    fit_basis,
    reason,
    cast(observations as bigint) as observations,
    {{ as_of_date() }} as as_of_date,
    {{ batch_id() }} as batch_id
from
    (
        select *
        from closings
        union all
        select *
        from usage
    ) as parameters

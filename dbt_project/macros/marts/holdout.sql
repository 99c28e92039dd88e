{#
  Forecasts beside outcomes per source, customer type, contribution class and the columns in by; 'all' stands for all
  types, and for all classes of a type. forecasts names a relation with the columns of lifetime_forecast.
  Rank correlation is Spearman's: the correlation of ranks, equal amounts sharing the mean of their ranks.
#}
{% macro holdout_measures(forecasts, by) -%}
    {%- set cohort = ["source_system", "customer_type", "contribution_class"] + by -%}
    {%- set names = ["model", "last_year", "class_average"] -%}
    with
        cohorts as (
            {%- for type, class in [
                ("customer_type", "contribution_class"),
                ("customer_type", "'all'"),
                ("'all'", "'all'"),
            ] %}
                select
                    source_system,
                    fit_date,
                    customer_key,
                    {{ type }} as customer_type,
                    {{ class }} as contribution_class,
                    outcome_months,
                    interval_basis,
                    actual_amount,
                    model_amount,
                    last_year_amount,
                    class_average_amount,
                    case
                        when actual_amount between lower_50_amount and upper_50_amount then 1 else 0
                    end as is_inside_50,
                    case
                        when actual_amount between lower_90_amount and upper_90_amount then 1 else 0
                    end as is_inside_90
                from {{ forecasts }} {{ "union all" if not loop.last }}
            {%- endfor %}
        ),

        ranked as (
            select
                *
                {%- for name in ["actual"] + names %}
                    ,
                    -- twice the rank, a whole number
                    2 * rank() over (partition by {{ cohort | join(", ") }} order by {{ name }}_amount)
                    + count(*) over (partition by {{ cohort | join(", ") }}, {{ name }}_amount)
                    - 1 as {{ name }}_double_rank
                {%- endfor %}
            from cohorts
        )

    select
        {{ cohort | join(", ") }},
        min(fit_date) as first_fit_date,
        max(fit_date) as last_fit_date,
        count(distinct fit_date) as fit_count,
        count(distinct customer_key) as customer_count,
        count(*) as forecast_count,
        max(outcome_months) as outcome_months,
        sum(actual_amount) as actual_amount,
        {%- for name in names %}
            sum({{ name }}_amount) as {{ name }}_amount,
            sum({{ name }}_amount) - sum(actual_amount) as {{ name }}_bias_amount,
            cast(sum({{ name }}_amount) - sum(actual_amount) as double)
            / nullif(abs(sum(actual_amount)), 0) as {{ name }}_bias_share,
            avg(abs({{ name }}_amount - actual_amount)) as {{ name }}_mae_amount,
            case
                when
                    min({{ name }}_double_rank) < max({{ name }}_double_rank)
                    and min(actual_double_rank) < max(actual_double_rank)
                then {{ exact_correlation(name ~ "_double_rank", "actual_double_rank") }}
            end as {{ name }}_rank_correlation,
        {%- endfor %}
        avg(cast(is_inside_50 as double)) as inside_50_share,
        avg(cast(is_inside_90 as double)) as inside_90_share,
        case
            when min(interval_basis) = max(interval_basis) then min(interval_basis) else 'several'
        end as interval_basis
    from ranked
    group by {{ cohort | join(", ") }}
{%- endmacro %}

{# The measures as columns of a mart. #}
{% macro holdout_columns(relation) -%}
    {%- for name in ["actual", "model", "last_year", "class_average"] %}
        cast({{ relation }}.{{ name }}_amount as decimal(18, 2)) as {{ name }}_amount,
    {%- endfor %}
    {%- for name in ["model", "last_year", "class_average"] %}
        cast({{ relation }}.{{ name }}_bias_amount as decimal(18, 2)) as {{ name }}_bias_amount,
        cast({{ relation }}.{{ name }}_bias_share as decimal(18, 8)) as {{ name }}_bias_share,
        cast({{ relation }}.{{ name }}_mae_amount as decimal(18, 2)) as {{ name }}_mae_amount,
        cast({{ relation }}.{{ name }}_rank_correlation as decimal(12, 8)) as {{ name }}_rank_correlation,
    {%- endfor %}
    cast({{ relation }}.inside_50_share as decimal(12, 8)) as inside_50_share,
    cast({{ relation }}.inside_90_share as decimal(12, 8)) as inside_90_share,
    {{ relation }}.interval_basis
{%- endmacro %}

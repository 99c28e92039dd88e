{{ config(schema="intermediate", materialized="view") }}

{#- what is missing counts as the mean, and that it is missing as a feature of its own #}
{%- for feature in churn_features() %}
    select
        customer_key,
        source_system,
        month_end_date,
        '{{ feature }}' as feature_code,
        {{ feature }} as feature_value
    from {{ ref("churn_feature_monthly") }}
    union all
    select
        customer_key,
        source_system,
        month_end_date,
        '{{ feature }}_missing' as feature_code,
        case when {{ feature }} is null then 1.0 else 0.0 end as feature_value
    from {{ ref("churn_feature_monthly") }} {{ "union all" if not loop.last }}
{%- endfor %}

{{ config(schema="intermediate") }}

with
    cohorts as (
        select
            'current' as period_code,
            source_system,
            customer_key,
            contribution_class_code,
            contribution_band_code,
            contribution_year_amount,
            satisfaction_level,
            is_lost
        from {{ ref("satisfaction_observation") }}
        where cohort_code = 'current'
        union all
        select
            'followed' as period_code,
            source_system,
            customer_key,
            contribution_class_code,
            contribution_band_code,
            contribution_year_amount,
            satisfaction_level,
            is_lost
        from {{ ref("satisfaction_observation") }}
        where is_lost is not null
    ),

    levels as (
        select *, satisfaction_level as level_code
        from cohorts
        union all
        select *, 'not_satisfied' as level_code
        from cohorts
        where satisfaction_level in ('neutral', 'dissatisfied')
        union all
        select *, 'all' as level_code
        from cohorts
    ),

    grouped as (
        {%- for group_type, column in [
            ("all", "'all'"),
            ("contribution_class", "contribution_class_code"),
            ("contribution_band", "contribution_band_code"),
        ] %}
            select *, '{{ group_type }}' as group_type, {{ column }} as group_code
            from levels {{ "union all" if not loop.last }}
        {%- endfor %}
    )

select
    source_system,
    period_code,
    group_type,
    group_code,
    level_code,
    cast(count(*) as integer) as customer_count,
    cast(count(contribution_year_amount) as integer) as contribution_count,
    cast(sum(contribution_year_amount) as decimal(28, 2)) as contribution_amount,
    {{ exact_mean("contribution_year_amount", 2) }} as mean_contribution,
    sqrt({{ exact_variance("contribution_year_amount", 4, sample=true) }})
    / sqrt(nullif(count(contribution_year_amount), 0)) as contribution_error,
    cast(sum(is_lost) as integer) as lost_count
from grouped
group by source_system, period_code, group_type, group_code, level_code

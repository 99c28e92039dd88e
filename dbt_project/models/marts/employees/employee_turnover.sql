with
    counted as (
        {%- for group_type, group_code in [
            ("all", "'all'"),
            ("branch", "cast(branch_key as varchar)"),
            ("respected", "respect_code"),
        ] %}
            select
                source_system,
                year_start_date,
                '{{ group_type }}' as group_type,
                {{ group_code }} as group_code,
                max(last_month_end_date) as last_month_end_date,
                cast(count(*) as integer) as member_count,
                cast(sum(employee_months) as integer) as employee_months,
                cast(sum(leaver_count) as integer) as leaver_count
            from {{ ref("manager_employment_year") }}
            group by source_system, year_start_date {{- "" if loop.first else ", " ~ group_code }}
            {%- if not loop.last %}
                union all
            {%- endif %}
        {%- endfor %}
    ),

    measured as (
        select
            counted.*, quantiles.value as z, minima.value as minimum_responses, groups.value as minimum_group
        from
            counted
            {{
                join_parameters(
                    {
                        "quantiles": "confidence_z",
                        "minima": "satisfaction_minimum_responses",
                        "groups": "employee_minimum_group",
                    },
                    "counted.last_month_end_date",
                )
            }}
    ),

    judged as ({{ with_publishable_groups("measured", ["source_system", "year_start_date", "group_type"]) }})

select
    source_system,
    cast(extract(year from year_start_date) as integer) as calendar_year,
    last_month_end_date,
    group_type,
    group_code,
    member_count as employee_count,
    employee_months,
    leaver_count,
    {%- for name, rate in [
        ("turnover_share", "leaver_count / cast(employee_months as double)"),
        ("lower_bound", wilson_bound("leaver_count", "employee_months", "z", "lower")),
        ("upper_bound", wilson_bound("leaver_count", "employee_months", "z", "upper")),
    ] %}
        cast(1 - power(1 - ({{ rate }}), 12) as decimal(12, 8)) as {{ name }},
    {%- endfor %}
    member_count < minimum_responses as is_too_small,
    {{ as_of_date() }} as as_of_date,
    {{ batch_id() }} as batch_id
from judged
where is_publishable

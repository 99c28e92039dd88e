with
    counted as (
        {%- for group_type, group_code in [
            ("all", "'all'"),
            ("branch", "cast(branch_key as varchar)"),
            ("role", "role_code"),
            ("tenure_band", "tenure_band"),
        ] %}
            select
                source_system,
                wave_number,
                question_code,
                '{{ group_type }}' as group_type,
                {{ group_code }} as group_code,
                max(wave_end_date) as wave_end_date,
                cast(count(*) as integer) as member_count,
                cast(sum(case when is_favourable then 1 else 0 end) as integer) as favourable_count
            from {{ ref("employee_answer") }}
            group by source_system, wave_number, question_code {{- "" if loop.first else ", " ~ group_code }}
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
                    "counted.wave_end_date",
                )
            }}
    ),

    judged as (
        {{
            with_publishable_groups(
                "measured", ["source_system", "wave_number", "question_code", "group_type"]
            )
        }}
    )

select
    source_system,
    wave_number,
    wave_end_date,
    question_code,
    group_type,
    group_code,
    member_count as response_count,
    favourable_count,
    cast(favourable_count / cast(member_count as double) as decimal(12, 8)) as favourable_share,
    {%- for side in ["lower", "upper"] %}
        cast(
            {{ wilson_bound("favourable_count", "member_count", "z", side) }} as decimal(12, 8)
        ) as {{ side }}_bound,
    {%- endfor %}
    member_count < minimum_responses as is_too_small,
    {{ as_of_date() }} as as_of_date,
    {{ batch_id() }} as batch_id
from judged
where is_publishable

{{ config(schema="intermediate") }}

with
    -- one voice each: who answers twice in a wave has answered last
    ranked as (
        select
            *,
            row_number() over (
                partition by employee_key, wave_number, question_code
                order by response_date desc, response_key desc
            ) as place
        from {{ ref("fct_employee_survey_response") }}
        where employee_key <> -1
    )

select
    ranked.source_system,
    ranked.wave_number,
    ranked.question_code,
    ranked.employee_key,
    ranked.response_date,
    max(ranked.response_date) over (partition by ranked.source_system, ranked.wave_number) as wave_end_date,
    employees.branch_key,
    employees.role_code,
    coalesce(bands.band_code, 'unknown') as tenure_band,
    ranked.score >= favourable.value as is_favourable
from ranked
inner join
    {{ ref("dim_employee") }} as employees on ranked.employee_version_key = employees.employee_version_key
    {{
        join_parameters(
            {"favourable": "employee_favourable_score", "highest": "employee_highest_score"},
            "ranked.response_date",
        )
    }}
left join
    {{ ref("employee_tenure_band") }} as bands
    on {{ valid_on("bands", "ranked.response_date") }}
    and ranked.response_date >= {{ dbt.dateadd("month", "bands.months_from", "employees.hired_date") }}
    and (
        bands.months_to is null
        or ranked.response_date < {{ dbt.dateadd("month", "bands.months_to", "employees.hired_date") }}
    )
where ranked.place = 1 and ranked.score between 1 and highest.value

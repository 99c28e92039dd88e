{{ config(schema="intermediate") }}

with
    last_known as (
        select employee_key, hired_date, left_date
        from {{ ref("dim_employee") }}
        where is_current and employee_key <> -1
    ),

    -- a month counts for whom it finds as a customer manager on its first day
    manager_months as (
        select
            versions.employee_key,
            versions.source_system,
            months.month_end_date,
            {{ year_start("months.month_end_date") }} as year_start_date,
            versions.branch_key,
            last_known.left_date between months.month_start_date and months.month_end_date as has_left
        from {{ ref("fct_source_month") }} as months
        inner join
            {{ ref("dim_employee") }} as versions
            on months.source_system = versions.source_system
            and versions.role_code = 'customer_manager'
            and {{ valid_on("versions", "months.month_start_date") }}
        inner join
            last_known
            on versions.employee_key = last_known.employee_key
            and last_known.hired_date < months.month_start_date
            and coalesce(last_known.left_date, {{ open_end_date() }}) >= months.month_start_date
    ),

    ordered as (
        select
            *,
            row_number() over (
                partition by employee_key, year_start_date order by month_end_date desc
            ) as place
        from manager_months
    ),

    years as (
        select
            employee_key,
            source_system,
            year_start_date,
            max(month_end_date) as last_month_end_date,
            max(case when place = 1 then branch_key end) as branch_key,
            cast(count(*) as integer) as employee_months,
            max(case when has_left then 1 else 0 end) as leaver_count
        from ordered
        group by employee_key, source_system, year_start_date
    ),

    waves as (
        select years.source_system, years.year_start_date, max(answers.wave_end_date) as wave_end_date
        from years
        inner join
            {{ ref("employee_answer") }} as answers
            on years.source_system = answers.source_system
            and answers.wave_end_date < years.year_start_date
        where answers.question_code = 'respected'
        group by years.source_system, years.year_start_date
    )

select
    years.*,
    case
        when answers.is_favourable is null
        then 'no_answer'
        when answers.is_favourable
        then 'respected'
        else 'not_respected'
    end as respect_code
from years
left join waves on years.source_system = waves.source_system and years.year_start_date = waves.year_start_date
left join
    {{ ref("employee_answer") }} as answers
    on years.employee_key = answers.employee_key
    and waves.wave_end_date = answers.wave_end_date
    and answers.question_code = 'respected'

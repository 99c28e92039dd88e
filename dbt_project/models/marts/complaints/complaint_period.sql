{{ config(schema="intermediate") }}

with
    -- Before its first complaint a source may have recorded none; nothing is claimed of that time.
    sources as (
        select source_system, min(opened_date) as first_date
        from {{ ref("fct_complaint") }}
        group by source_system
    ),

    days as (
        select
            date_day,
            month_end_date,
            {{ month_start("date_day") }} as month_start_date,
            cast(date_trunc('quarter', date_day) as date) as quarter_start_date,
            cast(year as {{ dbt.type_string() }}) as year_text,
            quarter,
            month
        from {{ ref("dim_date") }}
        where date_day <= {{ as_of_date() }}
    ),

    periods as (
        select distinct
            'month' as period_type,
            year_text || '-' || case when month < 10 then '0' else '' end || month as period_code,
            month_start_date as period_start_date
        from days
        union all
        select distinct 'quarter', year_text || '-Q' || quarter, quarter_start_date
        from days
    ),

    bounded as (
        select
            *,
            cast(
                {{
                    dbt.dateadd(
                        "month", "case period_type when 'month' then 1 else 3 end", "period_start_date"
                    )
                }} as date
            ) as next_start_date
        from periods
    )

select
    sources.source_system,
    bounded.period_type,
    bounded.period_code,
    bounded.period_start_date,
    bounded.next_start_date > cast({{ dbt.dateadd("day", 1, as_of_date()) }} as date) as is_running,
    least(
        bounded.next_start_date, cast({{ dbt.dateadd("day", 1, as_of_date()) }} as date)
    ) as period_stop_date,
    quantiles.value as z,
    minima.value as minimum_count
from bounded
inner join sources on bounded.next_start_date > sources.first_date
{%- for name, code in [("quantiles", "confidence_z"), ("minima", "satisfaction_minimum_responses")] %}
    left join
        {{ ref("dim_parameter") }} as {{ name }}
        on {{ name }}.parameter_code = '{{ code }}'
        and {{ valid_on(name, "bounded.period_start_date") }}
{%- endfor %}

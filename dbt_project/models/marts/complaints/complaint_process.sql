with
    steps as (
        select
            source_system,
            cast(extract(year from opened_date) as integer) as opened_year,
            case
                when not is_resolved
                then 'waiting'
                when is_first_contact_resolved
                then 'first_contact'
                when is_first_contact_resolved is null
                then 'handling_unknown'
                else 'handling'
            end as step_code,
            cause_code,
            product_number,
            product_name,
            duration_days
        from {{ ref("complaint_case") }}
        where not is_wrongly_dated
    ),

    summed as (
        select
            source_system,
            opened_year,
            step_code,
            cause_code,
            product_number,
            max(product_name) as product_name,
            count(*) as complaint_count,
            sum(duration_days) as total_days,
            max(duration_days) as longest_days
        from steps
        group by source_system, opened_year, step_code, cause_code, product_number
    )

select
    source_system,
    opened_year,
    step_code,
    cause_code,
    product_number,
    product_name,
    'unknown' as channel_code,
    cast(complaint_count as integer) as complaint_count,
    cast(total_days as integer) as total_days,
    cast(
        total_days / cast(
            nullif(sum(total_days) over (partition by source_system, opened_year), 0) as double
        ) as decimal(12, 8)
    ) as total_days_share,
    cast(total_days / cast(complaint_count as double) as decimal(18, 4)) as mean_days,
    cast(longest_days as integer) as longest_days,
    cast(
        rank() over (partition by source_system, opened_year order by total_days desc) as integer
    ) as total_days_rank,
    'not_delivered: channel of the complaint, dates of the steps between opening and closing' as reason,
    {{ as_of_date() }} as as_of_date,
    {{ batch_id() }} as batch_id
from summed

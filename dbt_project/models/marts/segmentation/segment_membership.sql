{% set schemes = [
    "organisation",
    "service_line",
    "contribution_class",
    "usage_density",
    "geography_reach",
    "geography_locality",
] %}

with
    evaluated as (
        {%- for scheme in schemes %}
            select customer_key, month_end_date, scheme_code, segment_code, reason
            from {{ ref("segment_" ~ scheme ~ "_monthly") }}
            {%- if not loop.last %}
                union all
            {%- endif %}
        {%- endfor %}
    ),

    compared as (
        select
            *,
            lag(segment_code) over (
                partition by customer_key, scheme_code order by month_end_date
            ) as previous_code
        from evaluated
    ),

    changes as (
        select
            *,
            lead(month_end_date) over (
                partition by customer_key, scheme_code order by month_end_date
            ) as next_change_date
        from compared
        where previous_code is null or previous_code <> segment_code
    ),

    closings as (
        select customer_key, source_system, closed_date from {{ ref("dim_customer") }} where is_current
    )

select
    changes.customer_key,
    closings.source_system,
    changes.scheme_code,
    changes.segment_code,
    segments.segment_key,
    segments.label_en,
    segments.label_zh,
    changes.previous_code as previous_segment_code,
    changes.reason,
    changes.month_end_date as valid_from,
    coalesce(changes.next_change_date, closings.closed_date, {{ open_end_date() }}) as valid_to,
    changes.next_change_date is null and closings.closed_date is null as is_current,
    {{ as_of_date() }} as as_of_date,
    {{ batch_id() }} as batch_id
from changes
inner join closings on changes.customer_key = closings.customer_key
left join
    {{ ref("dim_segment") }} as segments
    on changes.scheme_code = segments.scheme_code
    and changes.segment_code = segments.segment_code

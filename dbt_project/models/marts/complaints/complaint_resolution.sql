{{ config(schema="intermediate") }}

{%- set key = "source_system, period_type, period_code, group_type, group_code" %}

with
    durations as (
        select
            {{ key }},
            duration_days,
            sum(case when is_resolved then 1 else 0 end) as resolved_count,
            count(*) as leaving_count
        from {{ ref("complaint_group_member") }}
        where not is_wrongly_dated
        group by {{ key }}, duration_days
    ),

    exposed as (
        select
            *,
            sum(leaving_count) over (
                partition by {{ key }}
                order by duration_days desc
                rows between unbounded preceding and current row
            ) as open_count
        from durations
    ),

    -- Kaplan & Meier 1958: complaints that are still open leave unresolved at their age on the as-of date.
    survival as (
        select
            *,
            case
                when resolved_count = open_count
                then 0
                else
                    exp(
                        sum(
                            case
                                when resolved_count < open_count
                                then ln((open_count - resolved_count) / cast(open_count as double))
                            end
                        ) over (
                            partition by {{ key }}
                            order by duration_days
                            rows between unbounded preceding and current row
                        )
                    )
            end as open_share
        from exposed
    )

-- the last bits of the logarithms must not decide whether exactly half are still open
select
    {{ key }},
    min(case when open_share <= 0.5 + 0.000000001 then duration_days end) as median_days,
    min(case when open_share <= 0.1 + 0.000000001 then duration_days end) as ninety_percent_days
from survival
group by {{ key }}

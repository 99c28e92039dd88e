{%- set key = ["source_system", "period_type", "period_code", "group_type", "group_code"] %}

with
    periods as (select * from {{ ref("complaint_period") }}),

    exposures as (select * from {{ ref("complaint_exposure") }}),

    members as (select * from {{ ref("complaint_group_member") }}),

    counted as (
        select
            {{ key | join(", ") }},
            count(*) as complaint_count,
            sum(case when is_resolved then 0 else 1 end) as open_count,
            sum(case when is_wrongly_dated then 1 else 0 end) as wrongly_dated_count,
            count(is_first_contact_resolved) as first_contact_known_count,
            sum(case when is_first_contact_resolved then 1 else 0 end) as first_contact_count,
            count(is_repeat) as known_customer_count,
            sum(case when is_repeat then 1 else 0 end) as repeat_count
        from members
        group by {{ key | join(", ") }}
    ),

    -- Groups with customers or complaints; everybody may complain of any cause.
    groups as (
        select {{ key | join(", ") }}
        from exposures
        union
        select {{ key | join(", ") }}
        from counted
        union
        select
            periods.source_system,
            periods.period_type,
            periods.period_code,
            causes.group_type,
            causes.group_code
        from periods
        inner join
            (
                select distinct source_system, group_type, group_code from members where group_type = 'cause'
            ) as causes
            on periods.source_system = causes.source_system
    ),

    labels as (
        select
            source_system, 'product' as group_type, product_number as group_code, product_name as group_label
        from {{ ref("dim_product") }}
        union all
        select source_system, 'branch' as group_type, branch_number as group_code, branch_name as group_label
        from {{ ref("dim_branch") }}
    ),

    joined as (
        select
            {%- for column in key %} groups.{{ column }}, {%- endfor %}
            coalesce(labels.group_label, groups.group_code) as group_label,
            periods.period_start_date,
            periods.period_stop_date,
            periods.is_running,
            periods.z,
            periods.minimum_count,
            {%- for column in [
                "complaint_count",
                "open_count",
                "wrongly_dated_count",
                "first_contact_known_count",
                "first_contact_count",
                "known_customer_count",
                "repeat_count",
            ] %}
                cast(coalesce(counted.{{ column }}, 0) as integer) as {{ column }},
            {%- endfor %}
            coalesce(exposures.average_customer_count, 0) as average_customer_count,
            resolution.median_days,
            resolution.ninety_percent_days
        from groups
        inner join periods using (source_system, period_type, period_code)
        left join labels using (source_system, group_type, group_code)
        left join counted using ({{ key | join(", ") }})
        left join {{ ref("complaint_resolution") }} as resolution using ({{ key | join(", ") }})
        left join
            exposures
            on groups.source_system = exposures.source_system
            and groups.period_type = exposures.period_type
            and groups.period_code = exposures.period_code
            and case groups.group_type when 'cause' then 'all' else groups.group_type end
            = exposures.group_type
            and case groups.group_type when 'cause' then 'all' else groups.group_code end
            = exposures.group_code
    )

    {{ complaint_figures("joined") }}

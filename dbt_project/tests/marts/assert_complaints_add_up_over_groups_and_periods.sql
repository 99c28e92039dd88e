-- A complaint that is counted twice or not at all makes a rate a rumour: the groups
-- of a kind sum to all complaints of the period, the months to those of the bank,
-- and so do the quarters; the steps of the process have the same complaints.
{{ config(meta={"dagster": {"ref": {"name": "complaint_summary"}}}) }}
with
    bank as (
        select source_system, count(*) as complaint_count
        from {{ ref("fct_complaint") }}
        group by source_system
    ),

    periods as (
        select
            source_system,
            period_type,
            period_code,
            group_type,
            sum(complaint_count) as complaint_count,
            sum(wrongly_dated_count) as wrongly_dated_count
        from {{ ref("complaint_summary") }}
        group by source_system, period_type, period_code, group_type
    ),

    totals as (
        select source_system, period_type, group_type, sum(complaint_count) as complaint_count
        from periods
        group by source_system, period_type, group_type
        union all
        select source_system, 'process', 'all', sum(complaint_count) as complaint_count
        from
            (
                select source_system, complaint_count
                from {{ ref("complaint_process") }}
                union all
                select source_system, wrongly_dated_count
                from periods
                where period_type = 'month' and group_type = 'all'
            ) as steps
        group by source_system
    )

select
    groups.source_system, groups.period_type, groups.group_type, groups.complaint_count, whole.complaint_count
from periods as groups
inner join
    periods as whole
    on groups.source_system = whole.source_system
    and groups.period_type = whole.period_type
    and groups.period_code = whole.period_code
    and whole.group_type = 'all'
where groups.complaint_count <> whole.complaint_count
union all
select totals.*, bank.complaint_count
from totals
inner join bank on totals.source_system = bank.source_system
where totals.complaint_count <> bank.complaint_count
union all
select bank.source_system, 'none', 'all', 0, bank.complaint_count
from bank
left join totals on bank.source_system = totals.source_system
where totals.source_system is null

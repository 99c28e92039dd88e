-- A customer that a breakdown counts twice or loses makes each of its rates wrong.
{{ config(meta={"dagster": {"ref": {"name": "churn_rate_monthly"}}}) }}
with
    totals as (
        select
            source_system,
            month_end_date,
            definition_code,
            group_type,
            sum(at_risk_count) as at_risk_count,
            sum(lost_count) as lost_count
        from {{ ref("churn_rate_monthly") }}
        where unit_code = 'customer'
        group by source_system, month_end_date, definition_code, group_type
    )

select groups.*
from totals as groups
inner join
    totals as everybody
    on groups.source_system = everybody.source_system
    and groups.month_end_date = everybody.month_end_date
    and groups.definition_code = everybody.definition_code
    and everybody.group_type = 'all'
where groups.at_risk_count <> everybody.at_risk_count or groups.lost_count <> everybody.lost_count

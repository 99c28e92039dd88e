-- A customer that a matrix counts twice or loses makes every share in it wrong: who ends a
-- period in a class is on the books at its end, who begins it in one at its beginning.
{{ config(meta={"dagster": {"ref": {"name": "class_migration_matrix"}}}) }}
with
    books as (
        select source_system, month_end_date, count(*) as customer_count
        from {{ ref("customer_month_end") }}
        group by source_system, month_end_date
    ),

    periods as (
        select
            source_system,
            period_code,
            month_end_date,
            from_month_end_date,
            sum(case when from_class_code <> 'new' then customer_count else 0 end) as from_count,
            sum(case when to_class_code <> 'exit' then customer_count else 0 end) as to_count
        from {{ ref("class_migration_matrix") }}
        group by source_system, period_code, month_end_date, from_month_end_date
    )

select periods.*
from periods
left join
    books as beginnings
    on periods.source_system = beginnings.source_system
    and periods.from_month_end_date = beginnings.month_end_date
left join
    books as ends
    on periods.source_system = ends.source_system
    and periods.month_end_date = ends.month_end_date
where
    periods.from_count <> coalesce(beginnings.customer_count, 0)
    or periods.to_count <> coalesce(ends.customer_count, 0)

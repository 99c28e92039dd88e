{{ config(schema="intermediate") }}

{#
  Of those at risk at a month end, how many were lost in the month and in the year that followed; counted at the end of
  that month and year. A month or year that is not over is not counted.
#}
with
    grouped as (
        {%- for group_type, column, unit in [
            ("all", "'all'", "customer"),
            ("customer_type", "customer_type", "customer"),
            ("contribution_class", "contribution_class_code", "customer"),
            ("product_group", "product_group", "account"),
        ] %}
            select
                source_system,
                definition_code,
                unit_code,
                '{{ group_type }}' as group_type,
                {{ column }} as group_code,
                month_end_date,
                next_event_date
            from {{ ref("churn_exposure_monthly") }}
            where unit_code = '{{ unit }}' {{ "union all" if not loop.last }}
        {%- endfor %}
    ),

    last_months as ({{ last_months() }}),

    periods as (
        {%- for period, months in [("month", 1), ("year", 12)] %}
            select
                grouped.*,
                '{{ period }}' as period_code,
                {{
                    month_end(
                        "cast(" ~ dbt.dateadd("month", months, "grouped.month_end_date") ~ " as date)"
                    )
                }} as period_end_date
            from grouped {{ "union all" if not loop.last }}
        {%- endfor %}
    )

select
    periods.source_system,
    periods.definition_code,
    periods.unit_code,
    periods.group_type,
    periods.group_code,
    periods.period_code,
    periods.period_end_date,
    cast(count(*) as integer) as at_risk_count,
    cast(
        sum(case when periods.next_event_date <= periods.period_end_date then 1 else 0 end) as integer
    ) as lost_count
from periods
inner join last_months on periods.source_system = last_months.source_system
where periods.period_end_date <= last_months.last_month_end_date
group by
    periods.source_system,
    periods.definition_code,
    periods.unit_code,
    periods.group_type,
    periods.group_code,
    periods.period_code,
    periods.period_end_date

{{ config(schema="intermediate") }}

-- what was known of a customer at a month end, and whether it closed within the horizon that followed
with
    activity as (
        select
            customer_key,
            month_end_date,
            product_count,
            avg(customer_initiated_count) over recent as recent_count,
            avg(customer_initiated_count) over half_year as half_year_count
        from {{ ref("fct_customer_position_monthly") }}
        window
            recent as (
                partition by customer_key order by month_end_date rows between 2 preceding and current row
            ),
            half_year as (
                partition by customer_key order by month_end_date rows between 8 preceding and 3 preceding
            )
    )

select
    months.customer_key,
    months.source_system,
    months.customer_type,
    months.month_end_date,
    months.last_month_end_date,
    months.horizon_months,
    months.horizon_end_date <= months.last_month_end_date as is_outcome_known,
    case
        when months.horizon_end_date <= months.last_month_end_date
        then coalesce(months.closed_date <= months.horizon_end_date, false)
    end as is_closed_within_horizon,
    coalesce(classes.class_code, 'unknown') as contribution_class_code,
    {%- for feature, value in churn_features().items() %}
        cast({{ value }} as double) as {{ feature }} {{- "," if not loop.last }}
    {%- endfor %}
from {{ ref("churn_landmark_monthly") }} as months
inner join
    {{ ref("churn_signal_monthly") }} as signals
    on months.customer_key = signals.customer_key
    and months.month_end_date = signals.month_end_date
left join
    activity
    on months.customer_key = activity.customer_key
    and months.month_end_date = activity.month_end_date
left join
    {{ ref("customer_class_monthly") }} as classes
    on months.customer_key = classes.customer_key
    and months.month_end_date = classes.month_end_date
left join
    {{ ref("contribution_year_monthly") }} as years
    on months.customer_key = years.customer_key
    and months.month_end_date = years.month_end_date

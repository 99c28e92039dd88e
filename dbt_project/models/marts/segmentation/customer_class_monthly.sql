{{ config(schema="intermediate") }}

with
    -- a customer who left and came back begins anew
    entries as (
        select
            *,
            coalesce(lag(month_number) over in_order <> month_number - 1, true) as is_entry,
            coalesce(lag(month_class) over in_order <> month_class, true) as is_other_class
        from {{ ref("contribution_class_monthly") }}
        window in_order as (partition by customer_key order by month_number)
    ),

    runs as (
        select
            *,
            month_number
            - max(case when is_entry or is_other_class then month_number end) over so_far
            + 1 as run_months
        from entries
        window
            so_far as (
                partition by customer_key
                order by month_number
                rows between unbounded preceding and current row
            )
    ),

    -- a class counts once it has been met often enough in a row; the first class counts at once
    confirmed as (
        select
            *,
            case when is_entry or run_months >= hysteresis_months then month_class end as confirmed_class,
            case
                when is_entry or run_months >= hysteresis_months then coalesce(rule_code, 'none')
            end as confirmed_rule_code
        from runs
    )

select
    customer_key,
    source_system,
    month_end_date,
    month_number,
    is_entry,
    rule_code as month_rule_code,
    month_class,
    last_value(confirmed_class ignore nulls) over so_far as class_code,
    last_value(confirmed_rule_code ignore nulls) over so_far as rule_code
from confirmed
window
    so_far as (
        partition by customer_key order by month_number rows between unbounded preceding and current row
    )

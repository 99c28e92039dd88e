-- Moves that do not add up to where customers stand explain nothing: the last move of a
-- customer up to a month end leads to the class that it is in then.
{{ config(meta={"dagster": {"ref": {"name": "customer_class_history"}}}) }}
with
    spans as (
        select
            customer_key,
            to_class_code,
            month_end_date as valid_from,
            lead(month_end_date, 1, {{ open_end_date() }}) over (
                partition by customer_key order by month_end_date, change_date
            ) as valid_to
        from {{ ref("customer_class_history") }}
    )

select classes.customer_key, classes.month_end_date, classes.class_code, spans.to_class_code
from {{ ref("customer_class_monthly") }} as classes
left join
    spans on classes.customer_key = spans.customer_key and {{ valid_on("spans", "classes.month_end_date") }}
where spans.to_class_code is distinct from classes.class_code

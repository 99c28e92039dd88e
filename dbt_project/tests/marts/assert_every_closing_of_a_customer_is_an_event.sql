-- A closing that the events miss, or date on another day than the customer's record does,
-- moves the churn of two months.
{{ config(meta={"dagster": {"ref": {"name": "churn_events"}}}) }}
with
    recorded as (
        select customer_key, closed_date as event_date
        from {{ ref("dim_customer") }}
        where
            is_current
            and customer_key <> -1
            and closed_date <= {{ as_of_date() }}
            and onboarded_date <= {{ as_of_date() }}
    ),

    events as (
        select customer_key, event_date
        from {{ ref("churn_events") }}
        where definition_code = 'relationship_closure' and reactivated_date is null
    )

select *
from recorded
full join events using (customer_key, event_date)
where recorded.customer_key is null or events.customer_key is null

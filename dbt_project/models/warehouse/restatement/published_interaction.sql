{{ config(schema="intermediate", materialized="view") }}

with
    delivered as ({{ winners(ref("contract_interaction"), ["source_system", "interaction_number"]) }}),

    interactions as (
        select
            coalesce(keys.customer_key, -1) as customer_key,
            delivered.source_system,
            {{ month_end("delivered.interaction_date") }} as month_end_date,
            delivered.minutes_count
        from delivered
        left join
            {{ ref("key_customer") }} as keys
            on delivered.source_system = keys.source_system
            and delivered.customer_number = keys.customer_number
        left join
            {{ ref("late_interaction") }} as late
            on {{ surrogate_key(["delivered.source_system", "delivered.interaction_number"]) }}
            = late.interaction_key
            and {{ month_end("delivered.interaction_date") }} = late.closed_month_end_date
        where late.interaction_key is null
        union all
        select customer_key, source_system, month_end_date, minutes_count
        from {{ ref("late_interaction") }}
        where is_published and month_end_date = closed_month_end_date
    )

select
    coalesce(customers.customer_key, -1) as customer_key,
    interactions.source_system,
    interactions.month_end_date,
    cast(coalesce(sum(interactions.minutes_count), 0) as bigint) as minutes_count
from interactions
inner join
    {{ ref("closed_month") }} as months
    on interactions.source_system = months.source_system
    and interactions.month_end_date = months.month_end_date
left join
    {{ ref("customer_first_known") }} as customers
    on interactions.customer_key = customers.customer_key
    and customers.known_on <= months.closed_on
group by 1, 2, 3

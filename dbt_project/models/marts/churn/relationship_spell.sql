{{ config(schema="intermediate") }}

with
    versions as (
        select
            customer_key,
            valid_from,
            case when closed_date <= {{ as_of_date() }} then closed_date end as closed_date,
            closed_reason,
            lead(case when closed_date <= {{ as_of_date() }} then closed_date end) over in_order
            as next_closed_date,
            lead(valid_from) over in_order as next_valid_from
        from {{ ref("dim_customer") }}
        where customer_key <> -1
        window in_order as (partition by customer_key order by valid_from)
    ),

    -- the last word on each closing; a version without a date after it reopens
    last_words as (
        select
            *,
            row_number() over (partition by customer_key, closed_date order by valid_from desc) as word_number
        from versions
        where closed_date is not null and next_closed_date is null
    ),

    closings as (
        select
            *,
            row_number() over in_order as spell_number,
            lag(next_valid_from) over in_order as previous_reopened_date
        from last_words
        where word_number = 1
        window in_order as (partition by customer_key order by closed_date, valid_from)
    ),

    customers as (
        select customer_key, source_system, customer_type, onboarded_date
        from {{ ref("dim_customer") }}
        where is_current and customer_key <> -1 and onboarded_date <= {{ as_of_date() }}
    ),

    last_closings as (
        select customer_key, max(spell_number) as spell_number from closings group by customer_key
    ),

    spells as (
        select
            customer_key,
            cast(spell_number as integer) as spell_number,
            previous_reopened_date as reopened_date,
            closed_date,
            coalesce(closed_reason, 'none_given') as closed_reason,
            next_valid_from as reactivated_date
        from closings
        union all
        select
            customers.customer_key,
            cast(coalesce(last_closings.spell_number, 0) + 1 as integer) as spell_number,
            closings.next_valid_from as reopened_date,
            null as closed_date,
            null as closed_reason,
            null as reactivated_date
        from customers
        left join last_closings on customers.customer_key = last_closings.customer_key
        left join
            closings
            on last_closings.customer_key = closings.customer_key
            and last_closings.spell_number = closings.spell_number
        where last_closings.customer_key is null or closings.next_valid_from is not null
    )

select
    spells.customer_key,
    customers.source_system,
    customers.customer_type,
    spells.spell_number,
    coalesce(spells.reopened_date, customers.onboarded_date) as start_date,
    spells.closed_date,
    spells.closed_reason,
    spells.reactivated_date
from spells
inner join customers on spells.customer_key = customers.customer_key

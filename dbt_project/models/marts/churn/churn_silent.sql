{{ config(schema="intermediate") }}

with
    first_months as (
        select source_system, min(month_start_date) as first_date, max(month_end_date) as last_month_end_date
        from {{ ref("fct_source_month") }}
        group by source_system
    ),

    -- a silence of months never lies within one month: its first and last day of activity are enough
    account_days as (
        select account_key, min(booking_date) as first_date, max(booking_date) as last_date
        from {{ ref("fct_transaction") }}
        where is_customer_initiated and account_key <> -1 and booking_date <= {{ as_of_date() }}
        group by account_key, booking_month
    ),

    active_days as (
        select account_key, first_date as active_date
        from account_days
        union
        select account_key, last_date as active_date
        from account_days
    ),

    spells as (
        select
            spells.customer_key,
            spells.source_system,
            spells.spell_number,
            greatest(spells.start_date, first_months.first_date) as start_date,
            first_months.last_month_end_date,
            coalesce(spells.closed_date, {{ open_end_date() }}) as end_date
        from {{ ref("relationship_spell") }} as spells
        inner join first_months on spells.source_system = first_months.source_system
        inner join
            {{ ref("fct_source_coverage") }} as coverage
            on spells.source_system = coverage.source_system
            and coverage.entity_code = 'transaction'
            and coverage.rows_count > 0
    ),

    -- the clock starts when the customer comes, or when the books begin
    clock as (
        select
            spells.customer_key,
            spells.source_system,
            spells.spell_number,
            days.active_date,
            spells.end_date,
            spells.last_month_end_date
        from spells
        inner join {{ ref("bridge_account_holder") }} as holders on spells.customer_key = holders.customer_key
        inner join
            active_days as days
            on holders.account_key = days.account_key
            and {{ valid_on("holders", "days.active_date") }}
            and days.active_date >= spells.start_date
            and days.active_date < spells.end_date
        union
        select
            customer_key,
            source_system,
            spell_number,
            start_date as active_date,
            end_date,
            last_month_end_date
        from spells
    ),

    waits as (
        select
            clock.*,
            cast(
                {{ dbt.dateadd("month", "cast(parameters.silent_months as integer)", "clock.active_date") }}
                as date
            ) as event_date,
            lead(clock.active_date) over (
                partition by clock.customer_key, clock.spell_number order by clock.active_date
            ) as next_active_date
        from clock
        inner join
            {{ ref("dim_parameter_monthly") }} as parameters
            on parameters.month_end_date
            = least({{ month_end("clock.active_date") }}, clock.last_month_end_date)
    )

select
    'silent' as definition_code,
    customer_key,
    source_system,
    cast(-1 as bigint) as account_key,
    cast(-1 as bigint) as product_key,
    event_date,
    least({{ month_end("event_date") }}, {{ as_of_date() }}) as known_date,
    next_active_date as reactivated_date,
    cast(null as varchar) as closed_reason,
    cast(1 as decimal(12, 8)) as holder_weight,
    cast(null as date) as fall_month_end_date
from waits
where
    event_date <= {{ as_of_date() }}
    and event_date < end_date
    and coalesce(next_active_date, {{ open_end_date() }}) > event_date

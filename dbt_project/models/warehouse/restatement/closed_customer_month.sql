{{ config(schema="intermediate") }}

with
    contacts as (
        select contacts.*, months.closed_on
        from {{ ref("fct_interaction_monthly") }} as contacts
        inner join
            {{ ref("closed_month") }} as months
            on contacts.source_system = months.source_system
            and contacts.month_end_date = months.month_end_date
    ),

    late_contacts as (
        select customer_key, source_system, month_end_date, 'interaction' as entity_code, learned_on
        from {{ ref("late_interaction") }}
        where month_end_date = closed_month_end_date
        union all
        -- nobody knew whose they were
        select
            contacts.customer_key,
            contacts.source_system,
            contacts.month_end_date,
            'customer',
            customers.known_on
        from contacts
        inner join
            {{ ref("customer_first_known") }} as customers
            on contacts.customer_key = customers.customer_key
            and contacts.closed_on < customers.known_on
        union all
        select
            contacts.customer_key,
            contacts.source_system,
            contacts.month_end_date,
            late.entity_code,
            late.learned_on
        from contacts
        inner join
            {{ ref("late_month") }} as late
            on contacts.source_system = late.source_system
            and contacts.month_end_date = late.month_end_date
            and late.entity_code in ('activity_cost', 'activity_driver')
    ),

    holdings as (
        select customer_key, account_key, month_end_date
        from {{ ref("fct_contribution_part_monthly") }}
        where account_key <> -1
        union
        select customer_key, account_key, valid_from as month_end_date
        from {{ ref("published_holder") }}
    ),

    late as (
        select customer_key, source_system, month_end_date, entity_code, learned_on
        from late_contacts
        union all
        select -1, source_system, month_end_date, entity_code, learned_on
        from late_contacts
        where entity_code in ('customer', 'interaction')
        union all
        select
            holdings.customer_key,
            accounts.source_system,
            accounts.month_end_date,
            accounts.entity_code,
            accounts.learned_on
        from {{ ref("closed_account_month") }} as accounts
        inner join
            holdings
            on accounts.account_key = holdings.account_key
            and accounts.month_end_date = holdings.month_end_date
    ),

    entities as (
        select customer_key, source_system, month_end_date, entity_code, max(learned_on) as learned_on
        from late
        group by customer_key, source_system, month_end_date, entity_code
    )

select
    entities.customer_key,
    entities.source_system,
    entities.month_end_date,
    months.closed_on,
    max(entities.learned_on) as learned_on,
    {{ dbt.listagg("entities.entity_code", "', '", "order by entities.entity_code") }} as cause
from entities
inner join
    {{ ref("closed_month") }} as months
    on entities.source_system = months.source_system
    and entities.month_end_date = months.month_end_date
group by entities.customer_key, entities.source_system, entities.month_end_date, months.closed_on

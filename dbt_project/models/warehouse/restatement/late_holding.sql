{{ config(schema="intermediate", materialized="view") }}

with
    months as (select * from {{ ref("closed_month") }}),

    states as (
        select states.*, months.closed_on
        from {{ ref("fct_account_month") }} as states
        inner join
            months
            on states.source_system = months.source_system
            and states.month_end_date = months.month_end_date
    ),

    first_known as (
        {%- for entity, known_on in [
            ("account", "greatest(delivered_on, opened_date)"),
            ("account_holder", "delivered_on"),
        ] %}
            select
                '{{ entity }}' as entity_code,
                source_system,
                account_number,
                min(business_date) as first_business_date,
                min({{ known_on }}) as first_known_on
            from {{ ref("contract_" ~ entity) }}
            group by source_system, account_number {{ "union all" if not loop.last }}
        {%- endfor %}
    ),

    versions as (
        {%- for entity, known_on in [
            ("account", "greatest(versions.delivered_on, versions.opened_date)"),
            ("account_holder", "versions.delivered_on"),
        ] %}
            select first_known.*, versions.business_date, {{ known_on }} as known_on
            from {{ ref("contract_" ~ entity) }} as versions
            inner join
                first_known
                on versions.source_system = first_known.source_system
                and versions.account_number = first_known.account_number
                and first_known.entity_code = '{{ entity }}'
            where
                {{ known_on }} > {{ month_end("versions.business_date") }}
                or versions.business_date = first_known.first_business_date
                {{ "union all" if not loop.last }}
        {%- endfor %}
    ),

    late_customers as (
        select holders.source_system, holders.account_number, customers.known_on
        from {{ ref("contract_account_holder") }} as holders
        inner join
            {{ ref("key_customer") }} as keys
            on holders.source_system = keys.source_system
            and holders.customer_number = keys.customer_number
        inner join
            {{ ref("customer_first_known") }} as customers on keys.customer_key = customers.customer_key
    )

-- a version that holds at the month end; the first one holds before it, too
select
    {{ surrogate_key(["versions.source_system", "versions.account_number"]) }} as account_key,
    months.month_end_date,
    versions.entity_code,
    versions.known_on as learned_on
from versions
inner join
    months
    on versions.source_system = months.source_system
    and versions.known_on > months.closed_on
    and versions.first_known_on <= months.closed_on
    and (
        versions.business_date <= months.month_end_date
        or versions.business_date = versions.first_business_date
    )
union all
-- what was not known at all
select
    states.account_key,
    states.month_end_date,
    first_known.entity_code,
    first_known.first_known_on as learned_on
from first_known
inner join
    {{ ref("key_account") }} as numbers
    on first_known.source_system = numbers.source_system
    and first_known.account_number = numbers.account_number
inner join
    states on numbers.account_key = states.account_key and first_known.first_known_on > states.closed_on
union all
select states.account_key, states.month_end_date, 'customer', late_customers.known_on
from late_customers
inner join
    {{ ref("key_account") }} as numbers
    on late_customers.source_system = numbers.source_system
    and late_customers.account_number = numbers.account_number
inner join states on numbers.account_key = states.account_key and late_customers.known_on > states.closed_on

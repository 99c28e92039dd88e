{{ config(schema="intermediate") }}

with
    delivered as (
        select
            'customer' as level_code,
            keys.customer_key as subject_key,
            versions.closed_date,
            versions.delivered_on
        from {{ ref("contract_customer") }} as versions
        inner join {{ ref("key_customer") }} as keys using (source_system, customer_number)
        union all
        select
            'account' as level_code,
            keys.account_key as subject_key,
            versions.closed_date,
            versions.delivered_on
        from {{ ref("contract_account") }} as versions
        inner join {{ ref("key_account") }} as keys using (source_system, account_number)
    )

select level_code, subject_key, closed_date, min(delivered_on) as known_on
from delivered
where closed_date is not null
group by level_code, subject_key, closed_date

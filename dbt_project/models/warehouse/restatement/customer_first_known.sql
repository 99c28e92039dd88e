{{ config(schema="intermediate", materialized="view") }}

select
    keys.customer_key,
    keys.source_system,
    min(greatest(versions.delivered_on, versions.onboarded_date)) as known_on
from {{ ref("contract_customer") }} as versions
inner join {{ ref("key_customer") }} as keys using (source_system, customer_number)
group by keys.customer_key, keys.source_system

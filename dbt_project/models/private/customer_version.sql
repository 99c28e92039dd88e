{{ config(materialized="view") }}

select
    number.source_system,
    number.customer_number,
    version.customer_key,
    version.customer_version_key,
    version.valid_from,
    version.valid_to
from {{ ref("key_customer") }} as number
inner join {{ ref("dim_customer") }} as version on number.customer_key = version.customer_key

{{ config(materialized="view") }}

select
    number.source_system,
    number.account_number,
    version.account_key,
    version.account_version_key,
    version.currency_code,
    version.valid_from,
    version.valid_to
from {{ ref("key_account") }} as number
inner join {{ ref("dim_account") }} as version on number.account_key = version.account_key

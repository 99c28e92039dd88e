{{ config(schema="intermediate", materialized="view") }}

select
    'relationship_closure' as definition_code,
    spells.customer_key,
    spells.source_system,
    cast(-1 as bigint) as account_key,
    cast(-1 as bigint) as product_key,
    spells.closed_date as event_date,
    coalesce(known.known_on, spells.closed_date) as known_date,
    spells.reactivated_date,
    spells.closed_reason,
    cast(1 as decimal(12, 8)) as holder_weight,
    cast(null as date) as fall_month_end_date
from {{ ref("relationship_spell") }} as spells
left join
    {{ ref("closing_first_known") }} as known
    on known.level_code = 'customer'
    and spells.customer_key = known.subject_key
    and spells.closed_date = known.closed_date
where spells.closed_date is not null

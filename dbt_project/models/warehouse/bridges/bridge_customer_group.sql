with recursive
    climb as (
        select distinct
            customer_key,
            customer_key as ancestor_key,
            cast(1 as decimal(12, 8)) as ownership_share,
            {{ beginning_of_time() }} as valid_from,
            {{ open_end_date() }} as valid_to
        from {{ ref("owner_span") }}
        union
        select
            climb.customer_key,
            owner_span.owner_key as ancestor_key,
            cast(climb.ownership_share * owner_span.ownership_share as decimal(12, 8)) as ownership_share,
            greatest(climb.valid_from, owner_span.valid_from) as valid_from,
            least(climb.valid_to, owner_span.valid_to) as valid_to
        from climb
        inner join
            {{ ref("owner_span") }} as owner_span
            on climb.ancestor_key = owner_span.customer_key
            and {{ overlaps("climb", "owner_span") }}
        where owner_span.owner_key is not null
    ),
    owned as (
        select
            climb.ancestor_key as group_key,
            climb.customer_key,
            climb.ownership_share,
            greatest(climb.valid_from, ultimate_owner.valid_from) as valid_from,
            least(climb.valid_to, ultimate_owner.valid_to) as valid_to
        from climb
        inner join
            {{ ref("owner_span") }} as ultimate_owner
            on climb.ancestor_key = ultimate_owner.customer_key
            and {{ overlaps("climb", "ultimate_owner") }}
        where ultimate_owner.owner_key is null and climb.customer_key <> climb.ancestor_key
    ),
    -- The ultimate owner belongs to its group as long as there is somebody in it.
    members as (
        select *
        from owned
        union all
        select
            group_key,
            group_key as customer_key,
            cast(1 as decimal(12, 8)) as ownership_share,
            valid_from,
            valid_to
        from owned
    ),
    merged as ({{ merge_spans("members", ["group_key", "customer_key", "ownership_share"]) }})
select group_key, customer_key, ownership_share, valid_from, valid_to
from merged

with recursive
    main_owner as (select * from {{ ref("main_owner") }}),
    -- Union, not union all: who owns each other comes round to rows that are there already, and it ends.
    chain as (
        select customer_key, owner_key, valid_from, valid_to
        from main_owner
        union
        select
            chain.customer_key,
            main_owner.owner_key,
            greatest(chain.valid_from, main_owner.valid_from) as valid_from,
            least(chain.valid_to, main_owner.valid_to) as valid_to
        from chain
        inner join
            main_owner on chain.owner_key = main_owner.customer_key and {{ overlaps("chain", "main_owner") }}
        where chain.customer_key <> chain.owner_key
    ),
    -- Where customers own each other in a ring, the one with the smallest key counts as its head, without
    -- an owner.
    ring_head as (
        select customer_key, valid_from, valid_to
        from chain as ring
        where
            customer_key = owner_key
            and not exists (
                select 1
                from chain as member
                where
                    member.customer_key = ring.customer_key
                    and member.owner_key < ring.customer_key
                    and member.valid_from <= ring.valid_from
                    and member.valid_to >= ring.valid_to
            )
    ),
    cuts as (
        select customer_key, valid_from as boundary
        from main_owner
        union
        select customer_key, valid_to as boundary
        from main_owner
        union
        select customer_key, valid_from as boundary
        from ring_head
        union
        select customer_key, valid_to as boundary
        from ring_head
        union
        select owner_key as customer_key, {{ beginning_of_time() }} as boundary
        from main_owner
        union
        select customer_key, {{ beginning_of_time() }} as boundary
        from main_owner
    ),
    spans as (
        select
            customer_key,
            boundary as valid_from,
            coalesce(
                lead(boundary) over (partition by customer_key order by boundary), {{ open_end_date() }}
            ) as valid_to
        from cuts
        where boundary < {{ open_end_date() }}
    )
select spans.customer_key, main_owner.owner_key, main_owner.ownership_share, spans.valid_from, spans.valid_to
from spans
left join ring_head on spans.customer_key = ring_head.customer_key and {{ overlaps("spans", "ring_head") }}
left join
    main_owner
    on spans.customer_key = main_owner.customer_key
    and {{ overlaps("spans", "main_owner") }}
    and ring_head.customer_key is null

with
    ownership as (
        {{
            winners(
                ref("contract_customer_relationship"),
                ["source_system", "customer_number", "related_customer_number", "relationship_from"],
                where="relationship_type = 'ownership' and customer_number <> related_customer_number",
            )
        }}
    ),
    stakes as (
        select
            owned.customer_key,
            owner.customer_key as owner_key,
            ownership.related_customer_number,
            coalesce(ownership.share, 0) as ownership_share,
            ownership.relationship_from as valid_from,
            coalesce(ownership.relationship_to, {{ open_end_date() }}) as valid_to
        from ownership
        inner join {{ ref("key_customer") }} as owned using (source_system, customer_number)
        inner join
            {{ ref("key_customer") }} as owner
            on ownership.source_system = owner.source_system
            and ownership.related_customer_number = owner.customer_number
    ),
    boundaries as (
        select customer_key, valid_from as boundary
        from stakes
        union
        select customer_key, valid_to as boundary
        from stakes
    ),
    periods as (
        select
            customer_key,
            boundary as valid_from,
            lead(boundary) over (partition by customer_key order by boundary) as valid_to
        from boundaries
    ),
    ranked as (
        select
            periods.customer_key,
            stakes.owner_key,
            stakes.ownership_share,
            periods.valid_from,
            periods.valid_to,
            row_number() over (
                partition by periods.customer_key, periods.valid_from
                order by stakes.ownership_share desc, stakes.related_customer_number
            ) as stake_rank
        from periods
        inner join
            stakes on periods.customer_key = stakes.customer_key and {{ overlaps("periods", "stakes") }}
    )
select customer_key, owner_key, ownership_share, valid_from, valid_to
from ranked
where stake_rank = 1

with
    household as (
        {{
            winners(
                ref("contract_customer_relationship"),
                ["source_system", "customer_number", "related_customer_number", "relationship_from"],
                where="relationship_type = 'household'",
            )
        }}
    ),
    -- Nobody lives in two households at once: the one that was entered last counts.
    memberships as (
        select
            head.customer_key as household_key,
            member.customer_key,
            household.relationship_from as valid_from,
            least(
                coalesce(household.relationship_to, {{ open_end_date() }}),
                coalesce(
                    lead(household.relationship_from) over (
                        partition by member.customer_key
                        order by household.relationship_from, household.related_customer_number
                    ),
                    {{ open_end_date() }}
                )
            ) as valid_to
        from household
        inner join {{ ref("key_customer") }} as member using (source_system, customer_number)
        inner join
            {{ ref("key_customer") }} as head
            on household.source_system = head.source_system
            and household.related_customer_number = head.customer_number
    ),
    lived_in as (select * from memberships where valid_from < valid_to),
    merged as ({{ merge_spans("lived_in", ["household_key", "customer_key"]) }})
select household_key, customer_key, valid_from, valid_to
from merged

with
    events as ({{ winners(ref("contract_market_event"), ["source_system", "event_number"]) }}),

    -- What a source tells by itself, and what the bank has entered for it.
    mergers as (
        select
            source_system,
            event_number as merger_code,
            event_date as announced_date,
            acquirer_number,
            target_number,
            'delivered' as merger_basis
        from events
        where event_type = 'merger' and acquirer_number is not null and target_number is not null
        union all
        select
            announced.source_system,
            announced.merger_code,
            announced.valid_from as announced_date,
            announced.acquirer_number,
            announced.target_number,
            'reference' as merger_basis
        from {{ ref("announced_merger") }} as announced
        where
            {{ valid_on("announced", as_of_date()) }}
            and announced.source_system in (select source_system from {{ ref("contract_market_share") }})
    )
select
    source_system,
    merger_code,
    announced_date,
    {{ surrogate_key(["source_system", "acquirer_number"]) }} as acquirer_key,
    {{ surrogate_key(["source_system", "target_number"]) }} as target_key,
    merger_basis
from mergers

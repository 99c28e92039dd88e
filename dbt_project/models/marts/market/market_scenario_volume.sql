{{ config(schema="intermediate") }}
{%- set market = [
    "source_system",
    "period_end_date",
    "product_group",
    "region_level",
    "region_code",
    "region_name",
    "currency_code",
    "participant_level",
] %}

with
    volumes as (select * from {{ ref("market_volume") }}),

    -- At the end of each period, whoever merges belongs to its holding of that day.
    parties as (
        select
            mergers.source_system,
            mergers.merger_code,
            mergers.announced_date,
            periods.period_end_date,
            coalesce(acquirers.holding_key, mergers.acquirer_key) as acquirer_holding_key,
            coalesce(targets.holding_key, mergers.target_key) as target_holding_key
        from {{ ref("fct_market_merger") }} as mergers
        inner join
            (select distinct source_system, period_end_date from volumes) as periods
            on mergers.source_system = periods.source_system
        {%- for party in ["acquirer", "target"] %}
            left join
                {{ ref("bridge_competitor_holding") }} as {{ party }}s
                on mergers.{{ party }}_key = {{ party }}s.competitor_key
                and {{ valid_on(party ~ "s", "periods.period_end_date") }}
        {%- endfor %}
    ),

    -- A merger is judged on the last period at whose end the two were not one yet.
    mergers as (
        select *
        from
            (
                select
                    *,
                    row_number() over (
                        partition by source_system, merger_code order by period_end_date desc
                    ) as period_rank
                from parties
                where acquirer_holding_key <> target_holding_key
            ) as apart
        where period_rank = 1
    ),

    -- The markets in which both have volume.
    affected as (
        select
            mergers.merger_code,
            mergers.announced_date,
            mergers.acquirer_holding_key,
            mergers.target_holding_key,
            {%- for column in market %} targets.{{ column }} {{- "," if not loop.last }} {%- endfor %}
        from mergers
        {%- for party in ["acquirer", "target"] %}
            inner join
                volumes as {{ party }}s
                on mergers.source_system = {{ party }}s.source_system
                and mergers.period_end_date = {{ party }}s.period_end_date
                and {{ party }}s.participant_level = 'holding'
                and mergers.{{ party }}_holding_key = {{ party }}s.participant_key
                and {{ party }}s.volume_amount > 0
        {%- endfor %}
        where
            {%- for column in market %}
                acquirers.{{ column }} = targets.{{ column }} {{- " and" if not loop.last }}
            {%- endfor %}
    )

select
    {{ market | join(", ") }},
    'as_is' as scenario_code,
    period_end_date as scenario_date,
    cast(null as bigint) as acquirer_holding_key,
    cast(null as bigint) as target_holding_key,
    participant_key,
    volume_amount
from volumes
union all
select
    {%- for column in market %} volumes.{{ column }}, {%- endfor %}
    affected.merger_code as scenario_code,
    affected.announced_date as scenario_date,
    affected.acquirer_holding_key,
    affected.target_holding_key,
    case
        when volumes.participant_key = affected.target_holding_key
        then affected.acquirer_holding_key
        else volumes.participant_key
    end as participant_key,
    cast(sum(volumes.volume_amount) as decimal(38, 2)) as volume_amount
from affected
inner join
    volumes
    on {% for column in market -%}
        affected.{{ column }} = volumes.{{ column }} {{ "and " if not loop.last }}
    {%- endfor %}
group by
    {%- for column in market %} volumes.{{ column }}, {%- endfor %}
    affected.merger_code,
    affected.announced_date,
    affected.acquirer_holding_key,
    affected.target_holding_key,
    case
        when volumes.participant_key = affected.target_holding_key
        then affected.acquirer_holding_key
        else volumes.participant_key
    end

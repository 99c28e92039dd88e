{{ config(schema="intermediate") }}
{%- set market = [
    "source_system",
    "period_end_date",
    "product_group",
    "region_level",
    "region_code",
    "region_name",
    "currency_code",
] %}

with
    volumes as (
        select
            facts.source_system,
            facts.period_end_date,
            facts.product_group,
            regions.region_level,
            regions.level_region_code as region_code,
            regions.level_region_name as region_name,
            facts.currency_code,
            facts.competitor_key,
            -- The bank itself and the unknown competitor have no parent.
            coalesce(holdings.holding_key, facts.competitor_key) as holding_key,
            facts.volume_amount
        from {{ ref("fct_market_share") }} as facts
        inner join
            {{ ref("bridge_market_region") }} as regions
            on facts.source_system = regions.source_system
            and facts.region_code = regions.region_code
        left join
            {{ ref("bridge_competitor_holding") }} as holdings
            on facts.competitor_key = holdings.competitor_key
            and {{ valid_on("holdings", "facts.period_end_date") }}
    )

{%- for level, key in [("bank", "competitor_key"), ("holding", "holding_key")] %}
    select
        {{ market | join(", ") }},
        '{{ level }}' as participant_level,
        {{ key }} as participant_key,
        cast(sum(volume_amount) as decimal(38, 2)) as volume_amount
    from volumes
    group by {{ market | join(", ") }}, {{ key }}
    {%- if not loop.last %}
        union all
    {%- endif %}
{%- endfor %}

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
    "scenario_code",
    "scenario_date",
    "acquirer_holding_key",
    "target_holding_key",
] %}

with
    ranked as (
        select
            *,
            -- Whole cents, so that sums and squares are exact.
            {{ scaled_integer(["volume_amount", 2]) }} as cents,
            row_number() over (
                partition by {{ market | join(", ") }} order by volume_amount desc, participant_key
            ) as size_rank
        from {{ ref("market_scenario_volume") }}
    )

select
    {{ market | join(", ") }},
    count(case when volume_amount > 0 then 1 end) as participant_count,
    cast(sum(volume_amount) as decimal(38, 2)) as market_volume_amount,
    sum(cents) as market_cents,
    sum(cents * cents) as squared_cents,
    sum(case when size_rank = 1 then cents else 0 end) as top_one_cents,
    sum(case when size_rank <= 3 then cents else 0 end) as top_three_cents,
    sum(case when size_rank <= 5 then cents else 0 end) as top_five_cents,
    sum(case when participant_key = acquirer_holding_key then cents else 0 end) as merged_cents
from ranked
group by {{ market | join(", ") }}

{%- set market = [
    "source_system",
    "product_group",
    "region_level",
    "region_code",
    "currency_code",
    "participant_level",
] %}

with
    volumes as (
        select
            *,
            sum(volume_amount) over (
                partition by {{ market | join(", ") }}, period_end_date
            ) as market_volume_amount,
            rank() over (
                partition by {{ market | join(", ") }}, period_end_date order by volume_amount desc
            ) as share_rank
        from {{ ref("market_volume") }}
    ),

    shares as (
        select
            *,
            {{
                share_of_cents(
                    scaled_integer(["volume_amount", 2]), scaled_integer(["market_volume_amount", 2])
                )
            }} as share
        from volumes
    ),

    periods as (
        select
            *,
            lag(period_end_date) over (
                partition by {{ market | join(", ") }} order by period_end_date
            ) as previous_period_end_date,
            lag(market_volume_amount) over (
                partition by {{ market | join(", ") }} order by period_end_date
            ) as previous_market_volume_amount
        from (select distinct {{ market | join(", ") }}, period_end_date, market_volume_amount from volumes)
    ),

    compared as (
        select
            shares.*,
            periods.previous_period_end_date,
            case
                when shares.market_volume_amount = 0
                then 'empty_market'
                when periods.previous_period_end_date is null
                then 'first_period'
                when periods.previous_market_volume_amount = 0
                then 'empty_market_before'
                when before.participant_key is null
                then 'entered'
                else 'compared'
            end as change_basis,
            coalesce(before.share, 0) as share_before
        from shares
        inner join
            periods on shares.period_end_date = periods.period_end_date
            {%- for column in market %} and shares.{{ column }} = periods.{{ column }} {%- endfor %}
        left join
            shares as before
            on periods.previous_period_end_date = before.period_end_date
            and shares.participant_key = before.participant_key
            {%- for column in market %} and shares.{{ column }} = before.{{ column }} {%- endfor %}
    )

select
    compared.source_system,
    compared.period_end_date,
    compared.product_group,
    compared.region_level,
    compared.region_code,
    compared.region_name,
    compared.currency_code,
    compared.participant_level,
    compared.participant_key,
    participants.holding_number as participant_number,
    participants.holding_name as participant_name,
    participants.holding_number = 'OWN' as is_own_bank,
    compared.volume_amount,
    cast(compared.market_volume_amount as decimal(38, 2)) as market_volume_amount,
    cast(compared.share as decimal(12, 8)) as market_share,
    compared.share_rank,
    case
        when change_basis in ('compared', 'entered') then previous_period_end_date
    end as previous_period_end_date,
    case
        when change_basis in ('compared', 'entered') then cast(share_before as decimal(12, 8))
    end as previous_market_share,
    case
        when change_basis in ('compared', 'entered') then cast(share - share_before as decimal(12, 8))
    end as market_share_change,
    change_basis,
    {{ as_of_date() }} as as_of_date,
    {{ batch_id() }} as batch_id
from compared
inner join
    {{ ref("dim_competitor_holding") }} as participants on compared.participant_key = participants.holding_key

{%- set place = [
    "source_system",
    "period_end_date",
    "region_level",
    "region_code",
    "region_name",
    "currency_code",
] %}
{%- set whole = ["source_system", "period_end_date", "currency_code", "subject_type", "product_group"] %}

with
    volumes as (
        select market_volume.*, competitors.competitor_type, holdings.holding_number, holdings.holding_name
        from {{ ref("market_volume") }} as market_volume
        inner join
            {{ ref("dim_competitor_holding") }} as holdings
            on market_volume.participant_key = holdings.holding_key
        left join
            {{ ref("dim_competitor") }} as competitors
            on market_volume.participant_key = competitors.competitor_key
    ),

    -- What is spread over regions: a bank, a holding, a class of banks, or a product group of all banks.
    subjects as (
        {%- for type, level, product, code, name in [
            ("bank", "bank", "product_group", "holding_number", "holding_name"),
            ("holding", "holding", "product_group", "holding_number", "holding_name"),
            ("bank_class", "bank", "product_group", "competitor_type", "competitor_type"),
            ("product_group", "bank", "'all'", "product_group", "product_group"),
        ] %}
            select
                {{ place | join(", ") }},
                '{{ type }}' as subject_type,
                {{ product }} as product_group,
                {{ code }} as subject_code,
                max({{ name }}) as subject_name,
                sum({{ scaled_integer(["volume_amount", 2]) }}) as cents
            from volumes
            where participant_level = '{{ level }}'
            group by {{ place | join(", ") }}, {{ product }}, {{ code }}
            {%- if not loop.last %}
                union all
            {%- endif %}
        {%- endfor %}
    ),

    totals as (
        select
            *,
            sum(cents) over (partition by {{ whole | join(", ") }}, region_level, region_code) as region_cents
        from subjects
    ),

    compared as (
        select
            regional.*,
            overall.cents as subject_cents,
            overall.region_cents as all_cents,
            regional.cents * overall.region_cents as observed,
            regional.region_cents * overall.cents as expected
        from totals as regional
        inner join
            totals as overall on overall.region_level = 'all' and regional.subject_code = overall.subject_code
            {%- for column in whole %} and regional.{{ column }} = overall.{{ column }} {%- endfor %}
        where regional.region_level <> 'all'
    )

select
    source_system,
    period_end_date,
    product_group,
    region_level,
    region_code,
    region_name,
    currency_code,
    subject_type,
    subject_code,
    subject_name,
    cast(cents * 0.01 as decimal(38, 2)) as volume_amount,
    cast({{ share_of_cents("cents", "region_cents") }} as decimal(12, 8)) as share_of_region,
    cast({{ share_of_cents("subject_cents", "all_cents") }} as decimal(12, 8)) as share_of_all,
    cast({{ share_of_cents("observed", "expected") }} as decimal(28, 8)) as location_quotient,
    case
        when region_cents = 0
        then 'empty_region'
        when subject_cents = 0
        then 'no_volume'
        when observed > expected
        then 'above_average'
        when observed = expected
        then 'average'
        else 'below_average'
    end as location_reading,
    {{ as_of_date() }} as as_of_date,
    {{ batch_id() }} as batch_id
from compared

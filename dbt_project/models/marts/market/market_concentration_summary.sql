{%- set group = [
    "source_system",
    "period_end_date",
    "product_group",
    "region_level",
    "currency_code",
    "participant_level",
    "guideline_scope",
    "guideline_code",
] %}

select
    {{ group | join(", ") }},
    count(*) as market_count,
    {%- for reading in ["low", "moderate", "not_high", "high", "empty_market"] %}
        count(case when concentration_reading = '{{ reading }}' then 1 end) as {{ reading }}_count,
    {%- endfor %}
    cast({{ median_of("hhi_points") }} as decimal(12, 6)) as median_hhi_points,
    cast(max(hhi_points) as decimal(12, 6)) as highest_hhi_points,
    {{ as_of_date() }} as as_of_date,
    {{ batch_id() }} as batch_id
from {{ ref("market_concentration") }}
where scenario_code = 'as_is'
group by {{ group | join(", ") }}

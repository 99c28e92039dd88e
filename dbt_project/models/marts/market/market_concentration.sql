{%- set key = [
    "source_system",
    "period_end_date",
    "product_group",
    "region_level",
    "region_code",
    "currency_code",
    "participant_level",
] %}

with
    scenarios as (select * from {{ ref("market_scenario") }}),

    compared as (
        select
            scenarios.*,
            {{ hhi_points("before.squared_cents", "before.market_cents") }} as hhi_before_points,
            {{ hhi_points("scenarios.squared_cents", "scenarios.market_cents") }} as hhi_points,
            {{ hhi_points("(scenarios.squared_cents - before.squared_cents)", "scenarios.market_cents") }}
            as hhi_change_points
        from scenarios
        inner join
            scenarios as before on before.scenario_code = 'as_is'
            {%- for column in key %} and scenarios.{{ column }} = before.{{ column }} {%- endfor %}
    ),

    guided as (
        select
            compared.*,
            guidelines.guideline_scope,
            guidelines.guideline_code,
            guidelines.concern_from_reading,
            guidelines.concern_change_points,
            guidelines.presumed_change_points,
            guidelines.presumed_share,
            {{ share_of_cents("compared.merged_cents", "compared.market_cents") }} as merged_share,
            case
                when compared.market_cents = 0
                then 'empty_market'
                when compared.hhi_points > guidelines.high_above_points
                then 'high'
                when guidelines.moderate_from_points is null
                then 'not_high'
                when compared.hhi_points >= guidelines.moderate_from_points
                then 'moderate'
                else 'low'
            end as concentration_reading
        from compared
        inner join
            {{ ref("concentration_guideline") }} as guidelines
            on {{ valid_on("guidelines", "compared.scenario_date") }}
    )

select
    {%- for column in key %} guided.{{ column }}, {%- endfor %}
    guided.region_name,
    guided.scenario_code,
    guided.scenario_date,
    acquirers.holding_name as acquirer_name,
    targets.holding_name as target_name,
    guideline_scope,
    guideline_code,
    participant_count,
    market_volume_amount,
    cast({{ share_of_cents("top_one_cents", "market_cents") }} as decimal(12, 8)) as top_one_share,
    cast({{ share_of_cents("top_three_cents", "market_cents") }} as decimal(12, 8)) as top_three_share,
    cast({{ share_of_cents("top_five_cents", "market_cents") }} as decimal(12, 8)) as top_five_share,
    cast(hhi_before_points as decimal(12, 6)) as hhi_before_points,
    cast(hhi_points as decimal(12, 6)) as hhi_points,
    cast(hhi_change_points as decimal(12, 6)) as hhi_change_points,
    cast(10000 / hhi_points as decimal(18, 6)) as number_equivalent,
    concentration_reading,
    case
        when scenario_code = 'as_is'
        then 'no_merger'
        when
            hhi_change_points > presumed_change_points
            and (concentration_reading = 'high' or coalesce(merged_share > presumed_share, false))
        then 'presumed_harm'
        when
            hhi_change_points > concern_change_points
            and (
                concentration_reading = 'high'
                or (concentration_reading = 'moderate' and concern_from_reading = 'moderate')
            )
        then 'concern'
        else 'no_concern'
    end as merger_reading,
    {{ as_of_date() }} as as_of_date,
    {{ batch_id() }} as batch_id
from guided
left join
    {{ ref("dim_competitor_holding") }} as acquirers on guided.acquirer_holding_key = acquirers.holding_key
left join {{ ref("dim_competitor_holding") }} as targets on guided.target_holding_key = targets.holding_key

with
    complaints as (
        select facts.*, competitors.competitor_name
        from {{ ref("fct_competitor_complaint") }} as facts
        inner join
            {{ ref("dim_competitor") }} as competitors on facts.competitor_key = competitors.competitor_key
    ),

    counted as (
        {%- for product in ["product_name", "'all'"] %}
            select
                source_system,
                competitor_key,
                max(competitor_name) as competitor_name,
                {{ product }} as product_name,
                min(received_date) as first_received_date,
                max(received_date) as last_received_date,
                count(*) as complaint_count,
                count(is_timely) as timely_known_count,
                count(case when is_timely then 1 end) as timely_count,
                count(is_disputed) as disputed_known_count,
                count(case when is_disputed then 1 end) as disputed_count,
                count(forward_days) as forward_known_count,
                {{ median_of("forward_days") }} as median_forward_days
            from complaints
            group by source_system, competitor_key {{- ", product_name" if loop.first }}
            {%- if not loop.last %}
                union all
            {%- endif %}
        {%- endfor %}
    ),

    judged as (
        select counted.*, quantiles.value as z, minima.value as minimum_count
        from
            counted
            {{
                join_parameters(
                    {"quantiles": "confidence_z", "minima": "satisfaction_minimum_responses"},
                    "counted.last_received_date",
                    required=false,
                )
            }}
    )

select
    source_system,
    competitor_key,
    competitor_name,
    product_name,
    first_received_date,
    last_received_date,
    complaint_count,
    {%- for measure in ["timely", "disputed"] %}
        {{ measure }}_known_count,
        {{ measure }}_count,
        cast(
            {{ measure }}_count / nullif(cast({{ measure }}_known_count as double), 0) as decimal(12, 8)
        ) as {{ measure }}_share,
        {%- for side in ["lower", "upper"] %}
            cast(
                {{ wilson_bound(measure ~ "_count", measure ~ "_known_count", "z", side) }} as decimal(12, 8)
            ) as {{ measure }}_share_{{ side }}_bound,
        {%- endfor %}
    {%- endfor %}
    forward_known_count,
    cast(median_forward_days as decimal(18, 2)) as median_forward_days,
    complaint_count < minimum_count as is_too_small,
    {{ as_of_date() }} as as_of_date,
    {{ batch_id() }} as batch_id
from judged

{% set curve = ["source_system", "month_end_date", "profit_measure_code", "scheme_code", "segment_code"] %}
{% set counts = [
    "customer_count",
    "best_20_percent_customer_count",
    "gaining_customer_count",
    "profitable_customer_count",
    "marginal_customer_count",
    "loss_making_customer_count",
    "partial_customer_count",
] %}
{% set amounts = [
    "profit_amount",
    "best_20_percent_profit_amount",
    "gain_amount",
    "curve_heights_amount",
    "offset_amount",
    "offset_heights_amount",
] %}

with
    curves as (
        select
            {{ curve | join(", ") }},
            {%- for column in counts %} cast(sum({{ column }}) as bigint) as {{ column }}, {%- endfor %}
            {%- for column in amounts %} sum({{ column }}) as {{ column }}, {%- endfor %}
            min(next_profit_amount) as next_profit_amount,
            max(marginal_bound_amount) as marginal_bound_amount
        from {{ ref("whale_curve_step_monthly") }}
        group by {{ curve | join(", ") }}
    ),

    parameters as (select * from {{ ref("dim_parameter_monthly") }})

select
    {%- for column in curve %} curves.{{ column }}, {%- endfor %}
    {{ reporting_currency() }} as currency_code,
    curves.customer_count,
    curves.partial_customer_count,
    cast(curves.profit_amount as decimal(18, 2)) as profit_amount,
    curves.best_20_percent_customer_count,
    cast(curves.best_20_percent_profit_amount as decimal(18, 2)) as best_20_percent_profit_amount,
    case
        when curves.profit_amount > 0
        then {{ share_of("curves.best_20_percent_profit_amount", "curves.profit_amount", 28) }}
    end as best_20_percent_share,
    curves.marginal_bound_amount,
    {%- for group in ["profitable", "marginal", "loss_making"] %}
        curves.{{ group }}_customer_count,
        {{ share_of("curves." ~ group ~ "_customer_count", "curves.customer_count", 12) }}
        as {{ group }}_customer_share,
        cast(
            parameters.claimed_{{ group }}_customer_share as decimal(12, 8)
        ) as claimed_{{ group }}_customer_share,
    {%- endfor %}
    case
        when curves.profit_amount > 0 then {{ share_of("curves.gain_amount", "curves.profit_amount", 28) }}
    end as whale_peak_share,
    curves.gaining_customer_count as whale_peak_customer_count,
    case
        when curves.profit_amount > 0
        then
            cast(
                {{
                    gini_index(
                        "curves.customer_count", "curves.profit_amount", "curves.curve_heights_amount"
                    )
                }} as decimal(28, 8)
            )
    end as gini_index,
    case
        when curves.profit_amount > 0
        then
            cast(
                {{
                    gini_normalised_index(
                        "curves.customer_count",
                        "curves.profit_amount",
                        "curves.curve_heights_amount",
                        "curves.offset_amount",
                        "curves.offset_heights_amount",
                        "curves.next_profit_amount",
                    )
                }} as decimal(12, 8)
            )
    end as gini_normalised_index,
    case
        when curves.profit_amount < 0
        then 'total_is_negative'
        when curves.profit_amount = 0
        then 'total_is_zero'
    end as gini_missing_reason,
    {{ as_of_date() }} as as_of_date,
    {{ batch_id() }} as batch_id
from curves
left join parameters on curves.month_end_date = parameters.month_end_date

-- tenths by cumulative share, so that equal probabilities are never parted
with
    scored as (
        {%- for code in ["model", "baseline"] %}
            select
                source_system,
                month_end_date,
                '{{ code }}' as score_code,
                {{ code }}_probability as probability,
                case when is_closed_within_horizon then 1 else 0 end as is_closed
            from {{ ref("churn_score") }}
            where
                fit_code = 'holdout' and {{ code }}_probability is not null {{ "union all" if not loop.last }}
        {%- endfor %}
    ),

    shares as (
        select *, {{ percentile_of("probability", ["source_system", "score_code"]) }} as cumulative_share
        from scored
    ),

    tenths as (
        select
            source_system,
            month_end_date,
            score_code,
            cast(least(greatest(ceiling(cumulative_share * 10 - 1e-9), 1), 10) as integer) as tenth_number,
            cast(count(*) as integer) as customer_count,
            cast(sum(is_closed) as integer) as closed_count,
            min(probability) as lowest_probability,
            max(probability) as highest_probability,
            avg(probability) as mean_probability
        from shares
        group by source_system, month_end_date, score_code, tenth_number
    )

select
    tenths.source_system,
    tenths.score_code,
    tenths.month_end_date as holdout_month_end_date,
    tenths.tenth_number,
    tenths.customer_count,
    tenths.closed_count,
    cast(tenths.lowest_probability as decimal(12, 8)) as lowest_probability,
    cast(tenths.highest_probability as decimal(12, 8)) as highest_probability,
    cast(tenths.mean_probability as decimal(12, 8)) as mean_probability,
    cast(tenths.closed_count / cast(tenths.customer_count as double) as decimal(12, 8)) as closed_rate,
    {%- for side in ["lower", "upper"] %}
        cast(
            {{
                wilson_bound(
                    "tenths.closed_count", "tenths.customer_count", "parameters.confidence_z", side
                )
            }} as decimal(12, 8)
        ) as {{ side }}_bound,
    {%- endfor %}
    tenths.customer_count < parameters.satisfaction_minimum_responses as is_too_small,
    {{ as_of_date() }} as as_of_date,
    {{ batch_id() }} as batch_id
from tenths
inner join
    {{ ref("dim_parameter_monthly") }} as parameters on tenths.month_end_date = parameters.month_end_date

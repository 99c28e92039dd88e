with
    last_months as ({{ last_months() }}),

    periods as (
        select events.source_system, events.definition_code, 'all' as period_code, events.reason_code
        from {{ ref("churn_events") }} as events
        union all
        select events.source_system, events.definition_code, 'year' as period_code, events.reason_code
        from {{ ref("churn_events") }} as events
        inner join last_months on events.source_system = last_months.source_system
        where
            events.event_date > {{ year_before("last_months.last_month_end_date") }}
            and events.event_date <= last_months.last_month_end_date
    ),

    totals as (
        select source_system, definition_code, period_code, cast(count(*) as integer) as event_count
        from periods
        group by source_system, definition_code, period_code
    ),

    reasons as (
        select
            totals.*,
            last_months.last_month_end_date,
            reasons.reason_code,
            reasons.label_en,
            reasons.label_zh,
            reasons.claimed_share,
            reasons.source as claim_source
        from totals
        inner join last_months on totals.source_system = last_months.source_system
        inner join
            {{ ref("churn_reason") }} as reasons
            on {{ valid_on("reasons", "last_months.last_month_end_date") }}
    ),

    counted as (
        select
            reasons.source_system,
            reasons.definition_code,
            reasons.period_code,
            reasons.reason_code,
            cast(count(periods.reason_code) as integer) as reason_count
        from reasons
        left join
            periods
            on reasons.source_system = periods.source_system
            and reasons.definition_code = periods.definition_code
            and reasons.period_code = periods.period_code
            and reasons.reason_code = periods.reason_code
        group by reasons.source_system, reasons.definition_code, reasons.period_code, reasons.reason_code
    ),

    measured as (
        select
            reasons.*,
            counted.reason_count,
            parameters.satisfaction_minimum_responses as minimum_count,
            counted.reason_count / cast(reasons.event_count as double) as reason_share,
            {%- for side in ["lower", "upper"] %}
                {{
                    wilson_bound(
                        "counted.reason_count", "reasons.event_count", "parameters.confidence_z", side
                    )
                }} as {{ side }}_bound {{- "," if not loop.last }}
            {%- endfor %}
        from reasons
        inner join counted using (source_system, definition_code, period_code, reason_code)
        inner join
            {{ ref("dim_parameter_monthly") }} as parameters
            on reasons.last_month_end_date = parameters.month_end_date
    )

select
    source_system,
    definition_code,
    period_code,
    last_month_end_date as month_end_date,
    reason_code,
    label_en,
    label_zh,
    event_count,
    reason_count,
    cast(reason_share as decimal(12, 8)) as reason_share,
    cast(lower_bound as decimal(12, 8)) as lower_bound,
    cast(upper_bound as decimal(12, 8)) as upper_bound,
    claimed_share,
    claimed_share between lower_bound and upper_bound as is_claim_within_interval,
    claim_source,
    event_count < minimum_count as is_too_small,
    {{ as_of_date() }} as as_of_date,
    {{ batch_id() }} as batch_id
from measured

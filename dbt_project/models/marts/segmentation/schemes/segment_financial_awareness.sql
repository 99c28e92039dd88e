{{ config(schema="intermediate") }}

with
    bounds as (
        {{
            segment_bounds(
                "financial_awareness",
                {
                    "aware_from_share": ["aware", "self_directed_or_complex_share", "lower"],
                    "aware_below_advice": ["aware", "advice_count", "upper"],
                },
            )
        }}
    ),

    -- where contacts are not delivered, products alone decide
    evaluated as (
        select
            awareness.*,
            bounds.aware_from_share,
            bounds.aware_below_advice,
            case
                when awareness.product_count = 0
                then 'not_applicable'
                when awareness.self_directed_or_complex_share < bounds.aware_from_share
                then 'learning'
                when awareness.self_directed_or_complex_share is null or bounds.aware_from_share is null
                then 'unknown'
                when awareness.advice_count is null or awareness.advice_count < bounds.aware_below_advice
                then 'aware'
                when bounds.aware_below_advice is null
                then 'unknown'
                else 'learning'
            end as segment_code
        from {{ ref("product_awareness_monthly") }} as awareness
        left join bounds on awareness.month_end_date = bounds.month_end_date
    ),

    changes as ({{ segment_changes("evaluated") }})

select
    customer_key,
    source_system,
    'financial_awareness' as scheme_code,
    segment_code,
    previous_segment_code,
    case
        when segment_code = 'not_applicable'
        then 'no product is held'
        when self_directed_or_complex_share is null
        then
            'is_complex or is_self_directed is missing for '
            || undescribed_product_count
            || ' of '
            || product_count
            || ' products'
        when segment_code = 'unknown'
        then 'no bounds of self_directed_or_complex_share and advice_count'
        else
            'self_directed_or_complex_share '
            || demanding_product_count
            || ' / '
            || product_count
            || ' = '
            || {{ readable_number("self_directed_or_complex_share", 4) }}
            || case when self_directed_or_complex_share >= aware_from_share then ' >= ' else ' < ' end
            || {{ readable_number("aware_from_share", 4) }}
            || case
                when self_directed_or_complex_share < aware_from_share
                then ''
                when advice_count is null
                then ' (without advice_count: contacts are not delivered)'
                else
                    ', advice_count '
                    || advice_count
                    || case when advice_count < aware_below_advice then ' < ' else ' >= ' end
                    || {{ readable_number("aware_below_advice") }}
            end
    end as reason,
    case
        when self_directed_or_complex_share >= aware_from_share and advice_count >= aware_below_advice
        then 'interaction'
        else 'account'
    end as input_source,
    valid_from as input_date,
    valid_from,
    valid_to
from changes

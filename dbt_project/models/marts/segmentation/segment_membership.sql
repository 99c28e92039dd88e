with
    spans as (
        {%- for scheme in segment_schemes() %}
            select
                customer_key,
                source_system,
                scheme_code,
                segment_code,
                previous_segment_code,
                reason,
                input_source,
                input_date,
                valid_from,
                valid_to
            from {{ ref("segment_" ~ scheme) }}
            {%- if not loop.last %}
                union all
            {%- endif %}
        {%- endfor %}
    ),

    closings as (select customer_key, closed_date from {{ ref("dim_customer") }} where is_current)

select
    spans.customer_key,
    spans.source_system,
    spans.scheme_code,
    spans.segment_code,
    segments.segment_key,
    segments.label_en,
    segments.label_zh,
    spans.previous_segment_code,
    spans.reason,
    spans.input_source,
    spans.input_date,
    spans.valid_from,
    coalesce(spans.valid_to, closings.closed_date, {{ open_end_date() }}) as valid_to,
    spans.valid_to is null and closings.closed_date is null as is_current,
    {{ as_of_date() }} as as_of_date,
    {{ batch_id() }} as batch_id
from spans
inner join closings on spans.customer_key = closings.customer_key
left join
    {{ ref("dim_segment") }} as segments
    on spans.scheme_code = segments.scheme_code
    and spans.segment_code = segments.segment_code
